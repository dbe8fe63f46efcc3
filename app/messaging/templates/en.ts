import type { Language } from "./shipped.ts";

export const ENGLISH: Language = {
  mails: {
    earned: {
      subject: "You have earned {{ points | points }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, you{% else %}You{% endif %} have earned {{ points | points }}

{% for item in items %}
- {{ item.points | points }}: {{ item.reason | reason: item.order }}{% if item.spendable_on %}. They can be spent from {{ item.spendable_on | day }}{% endif %}
{% endfor %}

{% if member.pending > 0 %}You can spend {{ member.points | points }} now; {{ member.pending | points }} are still pending.{% else %}You have {{ member.points | points }} to spend.{% endif %}

[See your points]({{ shop.account_url }})`,
    },
    matured: {
      subject: "{{ points | points }} can now be spent",
      body: `# {{ points | points }} can now be spent

{% if member.first_name %}{{ member.first_name }}, the{% else %}The{% endif %} points that were pending are yours now. You have {{ member.points | points }} to spend at {{ shop.name }}.

[Spend them]({{ shop.url }})`,
    },
    expiring: {
      subject: "{{ points | points }} expire in {{ days | days }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, your{% else %}Your{% endif %} points expire soon

{% for line in expiring %}
- {{ line.points | points }}: usable through {{ line.through | day }}
{% endfor %}

You have {{ member.points | points }} to spend at {{ shop.name }}.

[Spend them in time]({{ shop.url }})`,
    },
    "last-chance": {
      subject: "Last chance: {{ points | points }} are usable through {{ through | day }}",
      body: `# Last chance to spend {{ points | points }}

{% if member.first_name %}{{ member.first_name }}, this{% else %}This{% endif %} is our last reminder before they expire:

{% for line in expiring %}
- {{ line.points | points }}: usable through {{ line.through | day }}
{% endfor %}

[Spend them now]({{ shop.url }})`,
    },
    expired: {
      subject: "{{ points | points }} have expired",
      body: `# {{ points | points }} have expired

{% if member.points > 0 %}You still have {{ member.points | points }} to spend at {{ shop.name }}.{% else %}Your next purchase at {{ shop.name }} earns new ones.{% endif %}

[Visit {{ shop.name }}]({{ shop.url }})`,
    },
    "reward-ready": {
      subject: "You have enough points for a reward",
      body: `# A reward is waiting for you

{% if member.first_name %}{{ member.first_name }}, you{% else %}You{% endif %} have {{ member.points | points }}. That is enough for:

{% for reward in rewards %}
- {{ reward.name }}: {{ reward.points | points }}
{% endfor %}

[Choose your reward]({{ shop.account_url }})`,
    },
    redeemed: {
      subject: "Your reward: {{ reward.name }}",
      body: `# {{ reward.name }}

{% if points == 0 %}{% if member.first_name %}{{ member.first_name }}, this{% else %}This{% endif %} reward is our gift to you for the tier that you have reached.{% else %}{% if member.first_name %}{{ member.first_name }}, thank{% else %}Thank{% endif %} you for collecting points with us: this reward cost {{ points | points }}.{% endif %}

{% if reward.code %}Your code: {{ reward.code }}

Enter it at checkout.{% else %}There is nothing more to do: it is already yours.{% endif %}{% if reward.through %} It is valid through {{ reward.through | day }}.{% endif %}

[Go to {{ shop.name }}]({{ shop.url }})`,
    },
    "campaign-bonus": {
      subject: "A bonus for you: {{ points | points }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, a{% else %}A{% endif %} bonus of {{ points | points }} is yours

{% for item in items %}
- {{ item.points | points }}{% if item.through %}: usable through {{ item.through | day }}{% endif %}
{% endfor %}

You have {{ member.points | points }} to spend at {{ shop.name }}.

[Spend them]({{ shop.url }})`,
    },
    "tier-reached": {
      subject: "You have reached {{ tier.name }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, you{% else %}You{% endif %} have reached {{ tier.name }}

{% if tier.description %}{{ tier.description }}{% endif %}

{% if benefits.size > 0 %}This is yours at {{ shop.name }} now:{% endif %}

{% for benefit in benefits %}
- {{ benefit | benefit }}
{% endfor %}

{% if through %}{{ tier.name }} is yours through {{ through | day }} at least.{% endif %}

{% if next %}What is next: {{ next.name }}{% if next.by %}, by {{ next.by | day }}{% endif %}, with{% if next.missing.size > 1 and join == "any" %} one of these{% endif %}:

{% for line in next.missing %}
- {{ line | amount }} more
{% endfor %}
{% endif %}

[See your membership]({{ shop.account_url }})`,
    },
    "tier-notice": {
      subject: "{{ tier.name }} is yours through {{ through | day }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, {{ tier.name }}{% else %}{{ tier.name }}{% endif %} is yours through {{ through | day }}

{% if missing.size > 0 %}{% if missing.size > 1 and join == "any" %}One of these by then keeps it for you:{% else %}This by then keeps it for you:{% endif %}{% else %}After that day it ends.{% endif %}

{% for line in missing %}
- {{ line | amount }} more
{% endfor %}

{% if benefits.size > 0 %}It gives you:{% endif %}

{% for benefit in benefits %}
- {{ benefit | benefit }}
{% endfor %}

[Go to {{ shop.name }}]({{ shop.url }})`,
    },
    "tier-lost": {
      subject: "{{ tier.name }} has ended",
      body: `# {% if now %}Your tier is {{ now.name }} now{% else %}{{ tier.name }} has ended{% endif %}

{% if because == "missed" %}{% if member.first_name %}{{ member.first_name }}, what{% else %}What{% endif %} counted lately was not enough to keep {{ tier.name }}.{% elsif because == "hold-ended" %}The time for which you had {{ tier.name }} is over.{% else %}{{ shop.name }} has changed your tier: {{ tier.name }} has ended.{% endif %} Your points are still yours.

{% if next %}The way back up is open: {{ next.name }}{% if next.by %}, by {{ next.by | day }}{% endif %}, with{% if next.missing.size > 1 and join == "any" %} one of these{% endif %}:

{% for line in next.missing %}
- {{ line | amount }} more
{% endfor %}
{% endif %}

[See your membership]({{ shop.account_url }})`,
    },
    "tier-kept": {
      subject: "You keep {{ tier.name }}",
      body: `# {% if member.first_name %}{{ member.first_name }}, you{% else %}You{% endif %} made it: {{ tier.name }} stays yours

{% if through %}It is yours through {{ through | day }} at least.{% else %}No end is in sight.{% endif %}

{% if benefits.size > 0 %}It goes on giving you:{% endif %}

{% for benefit in benefits %}
- {{ benefit | benefit }}
{% endfor %}

[See your membership]({{ shop.account_url }})`,
    },
  },
  points: { one: "{n} point", other: "{n} points" },
  days: { one: "{n} day", other: "{n} days" },
  months: { one: "{n} month", other: "{n} months" },
  orders: { one: "{n} order", other: "{n} orders" },
  spent: "{amount} of purchases",
  benefits: {
    multiplier: "{value} times the points on purchases",
    "entry-points": "{points} as a welcome",
    "entry-reward": "A gift: {name}",
    "birthday-points": "{points} for your birthday",
    "free-shipping": "Free shipping",
    expiry: "Points that stay valid for {months}",
    "early-access": "Early access to what is new",
    rewards: "Rewards of your own: {names}",
  },
  reasons: {
    "order-earned": "for your order {order}",
    "order-edited": "for the change of your order {order}",
    "first-order": "for your first order",
    "nth-order": "for your orders",
    "signed-up": "for joining",
    "campaign-earned": "on top, from our campaign",
    birthday: "for your birthday",
    anniversary: "for another year with us",
    "action-rewarded": "as a thank-you",
    other: "as a bonus",
  },
  unsubscribe: "Unsubscribe from these mails",
  sample: {
    member: "Ada Lovelace",
    reward: "5.00 off",
    secondReward: "Free shipping",
    tiers: ["Bronze", "Silver", "Gold"],
  },
};
