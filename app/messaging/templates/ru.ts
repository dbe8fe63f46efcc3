import type { Language } from "./shipped.ts";

export const RUSSIAN: Language = {
  mails: {
    earned: {
      subject: "Вам начислено {{ points | points }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, вам{% else %}Вам{% endif %} начислено {{ points | points }}

{% for item in items %}
- {{ item.points | points }}: {{ item.reason | reason: item.order }}{% if item.spendable_on %}. Потратить можно с {{ item.spendable_on | day }}{% endif %}
{% endfor %}

{% if member.pending > 0 %}Сейчас можно потратить {{ member.points | points }}, ещё {{ member.pending | points }} ожидают зачисления.{% else %}На вашем счёте {{ member.points | points }}.{% endif %}

[Посмотреть баллы]({{ shop.account_url }})`,
    },
    matured: {
      subject: "Теперь можно потратить ещё {{ points | points }}",
      body: `# {{ points | points }} уже на вашем счёте

{% if member.first_name %}{{ member.first_name }}, баллы{% else %}Баллы{% endif %}, которые ожидали зачисления, теперь ваши. Всего в магазине {{ shop.name }} можно потратить {{ member.points | points }}.

[Потратить баллы]({{ shop.url }})`,
    },
    expiring: {
      subject: "Через {{ days | days }} сгорит {{ points | points }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, ваши{% else %}Ваши{% endif %} баллы скоро сгорят

{% for line in expiring %}
- {{ line.points | points }}: можно потратить по {{ line.through | day }} включительно
{% endfor %}

Всего в магазине {{ shop.name }} можно потратить {{ member.points | points }}.

[Потратить вовремя]({{ shop.url }})`,
    },
    "last-chance": {
      subject: "Последняя возможность: {{ points | points }} действуют по {{ through | day }}",
      body: `# Последняя возможность потратить {{ points | points }}

{% if member.first_name %}{{ member.first_name }}, это{% else %}Это{% endif %} последнее напоминание перед тем, как баллы сгорят:

{% for line in expiring %}
- {{ line.points | points }}: можно потратить по {{ line.through | day }} включительно
{% endfor %}

[Потратить сейчас]({{ shop.url }})`,
    },
    expired: {
      subject: "Срок действия истёк: {{ points | points }}",
      body: `# Срок действия истёк: {{ points | points }}

{% if member.points > 0 %}На вашем счёте осталось {{ member.points | points }}.{% else %}Следующая покупка в магазине {{ shop.name }} принесёт новые баллы.{% endif %}

[Зайти в {{ shop.name }}]({{ shop.url }})`,
    },
    "reward-ready": {
      subject: "Баллов хватает на награду",
      body: `# Вас ждёт награда

{% if member.first_name %}{{ member.first_name }}, у{% else %}У{% endif %} вас {{ member.points | points }}. Этого хватает на:

{% for reward in rewards %}
- {{ reward.name }}: {{ reward.points | points }}
{% endfor %}

[Выбрать награду]({{ shop.account_url }})`,
    },
    redeemed: {
      subject: "Ваша награда: {{ reward.name }}",
      body: `# {{ reward.name }}

{% if points == 0 %}{% if member.first_name %}{{ member.first_name }}, эта{% else %}Эта{% endif %} награда — наш подарок за достигнутый уровень.{% else %}{% if member.first_name %}{{ member.first_name }}, спасибо{% else %}Спасибо{% endif %}, что копите баллы у нас. Списано за награду: {{ points | points }}.{% endif %}

{% if reward.code %}Ваш код: {{ reward.code }}

Введите его при оформлении заказа.{% else %}Ничего делать не нужно: награда уже ваша.{% endif %}{% if reward.through %} Действует по {{ reward.through | day }} включительно.{% endif %}

[Перейти в {{ shop.name }}]({{ shop.url }})`,
    },
    "campaign-bonus": {
      subject: "Вам бонус: {{ points | points }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, вам{% else %}Вам{% endif %} бонус: {{ points | points }}

{% for item in items %}
- {{ item.points | points }}{% if item.through %}: можно потратить по {{ item.through | day }} включительно{% endif %}
{% endfor %}

Всего в магазине {{ shop.name }} можно потратить {{ member.points | points }}.

[Потратить баллы]({{ shop.url }})`,
    },
  },
  points: { one: "{n} балл", few: "{n} балла", many: "{n} баллов", other: "{n} балла" },
  days: { one: "{n} день", few: "{n} дня", many: "{n} дней", other: "{n} дня" },
  reasons: {
    "order-earned": "за заказ {order}",
    "order-edited": "за изменение заказа {order}",
    "first-order": "за первый заказ",
    "nth-order": "за ваши заказы",
    "signed-up": "за вступление в программу",
    "campaign-earned": "сверх того, по нашей акции",
    birthday: "ко дню рождения",
    anniversary: "за ещё один год с нами",
    "action-rewarded": "в благодарность",
    other: "бонусные баллы",
  },
  unsubscribe: "Отписаться от этих писем",
  sample: { member: "Ада Лавлейс", reward: "Скидка 5,00", secondReward: "Бесплатная доставка" },
};
