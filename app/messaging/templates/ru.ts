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
    "tier-reached": {
      subject: "Ваш новый уровень: {{ tier.name }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, ваш{% else %}Ваш{% endif %} новый уровень — {{ tier.name }}

{% if tier.description %}{{ tier.description }}{% endif %}

{% if benefits.size > 0 %}Теперь в магазине {{ shop.name }} вам доступно:{% endif %}

{% for benefit in benefits %}
- {{ benefit | benefit }}
{% endfor %}

{% if through %}Уровень ваш как минимум по {{ through | day }} включительно.{% endif %}

{% if next %}Следующий уровень — {{ next.name }}. Чтобы его получить{% if next.by %} до {{ next.by | day }} включительно{% endif %}, нужно ещё{% if next.missing.size > 1 and join == "any" %} что-то одно{% endif %}:

{% for line in next.missing %}
- {{ line | amount }}
{% endfor %}
{% endif %}

[Посмотреть уровень]({{ shop.account_url }})`,
    },
    "tier-notice": {
      subject: "Уровень {{ tier.name }} — ваш по {{ through | day }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, уровень{% else %}Уровень{% endif %} {{ tier.name }} — ваш по {{ through | day }} включительно

{% if missing.size > 0 %}{% if missing.size > 1 and join == "any" %}Чтобы сохранить его, до этого дня нужно ещё что-то одно:{% else %}Чтобы сохранить его, до этого дня нужно ещё:{% endif %}{% else %}После этого дня он закончится.{% endif %}

{% for line in missing %}
- {{ line | amount }}
{% endfor %}

{% if benefits.size > 0 %}Что он даёт:{% endif %}

{% for benefit in benefits %}
- {{ benefit | benefit }}
{% endfor %}

[Перейти в {{ shop.name }}]({{ shop.url }})`,
    },
    "tier-lost": {
      subject: "Уровень {{ tier.name }} закончился",
      body: `# {% if now %}Теперь ваш уровень — {{ now.name }}{% else %}Уровень {{ tier.name }} закончился{% endif %}

{% if because == "missed" %}{% if member.first_name %}{{ member.first_name }}, того{% else %}Того{% endif %}, что учитывается за последнее время, не хватило, чтобы сохранить уровень {{ tier.name }}.{% elsif because == "hold-ended" %}Срок, на который вам был дан уровень {{ tier.name }}, истёк.{% else %}Магазин {{ shop.name }} изменил ваш уровень: {{ tier.name }} закончился.{% endif %} Ваши баллы остаются у вас.

{% if next %}Подняться снова можно: следующий уровень — {{ next.name }}. Чтобы его получить{% if next.by %} до {{ next.by | day }} включительно{% endif %}, нужно ещё{% if next.missing.size > 1 and join == "any" %} что-то одно{% endif %}:

{% for line in next.missing %}
- {{ line | amount }}
{% endfor %}
{% endif %}

[Посмотреть уровень]({{ shop.account_url }})`,
    },
    "tier-kept": {
      subject: "Уровень {{ tier.name }} остаётся за вами",
      body: `# {% if member.first_name %}{{ member.first_name }}, получилось{% else %}Получилось{% endif %}: уровень {{ tier.name }} остаётся за вами

{% if through %}Он ваш как минимум по {{ through | day }} включительно.{% else %}Он ваш без срока.{% endif %}

{% if benefits.size > 0 %}Вам и дальше доступно:{% endif %}

{% for benefit in benefits %}
- {{ benefit | benefit }}
{% endfor %}

[Посмотреть уровень]({{ shop.account_url }})`,
    },
  },
  points: { one: "{n} балл", few: "{n} балла", many: "{n} баллов", other: "{n} балла" },
  days: { one: "{n} день", few: "{n} дня", many: "{n} дней", other: "{n} дня" },
  months: { one: "{n} месяц", few: "{n} месяца", many: "{n} месяцев", other: "{n} месяца" },
  orders: { one: "{n} заказ", few: "{n} заказа", many: "{n} заказов", other: "{n} заказа" },
  spent: "покупки на {amount}",
  benefits: {
    multiplier: "Баллы за покупки × {value}",
    "entry-points": "В подарок {points}",
    "entry-reward": "Подарок: {name}",
    "birthday-points": "Ко дню рождения {points}",
    "free-shipping": "Бесплатная доставка",
    expiry: "Срок действия баллов: {months}",
    "early-access": "Ранний доступ к новинкам",
    rewards: "Награды только для вашего уровня: {names}",
  },
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
  sample: {
    member: "Ада Лавлейс",
    reward: "Скидка 5,00",
    secondReward: "Бесплатная доставка",
    tiers: ["Бронза", "Серебро", "Золото"],
  },
};
