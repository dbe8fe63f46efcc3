/** Given and family names in several scripts, so that nothing takes Latin letters for granted. */
const names: { share: number; first: string[]; last: string[]; ascii: boolean }[] = [
  {
    share: 0.68,
    ascii: true,
    first:
      "Ada Grace Alan Linus Mary Rosa John Emma Noah Olivia Liam Sofia Lucas Mia Ethan Clara Hugo Ines Otto Nora Felix Ruth Oscar Iris Henry Lena Jonas Elsa Marco Paula".split(
        " ",
      ),
    last: "Miller Garcia Smith Novak Rossi Silva Berg Jensen Martin Dubois Weber Kowalska Larsen Brown Costa Moreau Fischer Evans Walker Reyes Clark Hansen Lopez Baker Young".split(
      " ",
    ),
  },
  {
    share: 0.08,
    ascii: false,
    first: "Анна Иван Мария Дмитрий Елена Павел Ольга Сергей".split(" "),
    last: "Иванова Петров Смирнова Соколов Козлова Орлов".split(" "),
  },
  {
    share: 0.06,
    ascii: false,
    first: "さくら 陽翔 美咲 蓮 結衣".split(" "),
    last: "佐藤 鈴木 高橋 田中".split(" "),
  },
  { share: 0.05, ascii: false, first: "伟 芳 娜 敏 静".split(" "), last: "王 李 张 刘 陈".split(" ") },
  { share: 0.05, ascii: false, first: "محمد فاطمة أحمد ليلى".split(" "), last: "العلي حسن منصور".split(" ") },
  {
    share: 0.04,
    ascii: false,
    first: "Ελένη Γιώργος Μαρία Νίκος".split(" "),
    last: "Παπαδόπουλος Γεωργίου".split(" "),
  },
  {
    share: 0.04,
    ascii: false,
    first: "José Zoë Łukasz Åsa Đức".split(" "),
    last: "Núñez Müller Żak Ångström Nguyễn".split(" "),
  },
];

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
}

function pick<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error("picked from an empty list");
  return found;
}

/** The n-th person of the sample; the address is unique by its number. */
export function personOf(number: number, random: () => number): Person {
  let roll = random();
  const group = names.find((one) => (roll -= one.share) < 0) ?? names[0];
  if (!group) throw new Error("no names");
  const firstName = pick(group.first, random);
  const lastName = pick(group.last, random);
  const local = group.ascii ? `${firstName}.${lastName}`.toLowerCase() : "shopper";
  return { firstName, lastName, email: `${local}.${number}@example.com` };
}
