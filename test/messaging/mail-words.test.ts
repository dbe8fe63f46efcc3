import { describe, expect, it } from "vitest";
import { MAIL_LOCALES, MAIL_TEMPLATES } from "#app/domain/messaging/mail-template.ts";
import { mailRenderer } from "#app/messaging/mail-renderer.ts";
import type { MailScene } from "#app/usecases/mail/mail-ports.ts";

const { sampleMember } = mailRenderer;
const scene = (change: Partial<MailScene> = {}): MailScene => ({
  locale: "en",
  timeZone: "UTC",
  shop: { name: "Quiet & Co", url: "https://quiet.example/", accountUrl: "https://quiet.example/account" },
  member: sampleMember("en"),
  values: mailRenderer.sampleValues("earned", "en", "UTC", new Date("2026-07-01T12:00:00Z")),
  unsubscribeUrl: "https://app.example/mail/unsubscribe?a=1&b=2",
  pixelUrl: "https://app.example/mail/opened?a=1",
  trackLink: (url) => `https://app.example/mail/clicked?to=${encodeURIComponent(url)}`,
  ...change,
});
const words = (body: string, subject = "Hello") => ({ subject, body });
const check = (body: string, subject?: string) => mailRenderer.check("earned", "en", words(body, subject));

describe("the shipped words", () => {
  it.each(MAIL_LOCALES.flatMap((locale) => MAIL_TEMPLATES.map((template) => [template, locale] as const)))(
    "%s (%s) hold, and come out as text and HTML that end with the unsubscribe link",
    async (template, locale) => {
      const shipped = mailRenderer.shippedWords(template, locale);
      expect(await mailRenderer.check(template, locale, shipped)).toBeNull();
      const values = mailRenderer.sampleValues(template, locale, "UTC", new Date("2026-07-01T12:00:00Z"));
      const mail = await mailRenderer.render(
        shipped,
        scene({ locale, values, member: sampleMember(locale) }),
      );
      expect(mail.text).toContain("https://app.example/mail/unsubscribe?a=1&b=2");
      expect(mail.html).toContain(`<html lang="${locale}">`);
      expect(mail.html).toContain("https://app.example/mail/unsubscribe?a=1&amp;b=2");
      expect(mail.subject + mail.text + mail.html).not.toMatch(/\{\{|\{%|undefined|NaN|\[object/);
      expect(mail.html.match(/<h1/g)).toHaveLength(1);
    },
  );

  it("greet nobody by a name that is not known", async () => {
    const shipped = mailRenderer.shippedWords("earned", "en");
    const mail = await mailRenderer.render(shipped, scene({ member: { ...sampleMember("en"), name: null } }));
    expect(mail.text).toMatch(/^You have earned 170 points/);
  });
});

describe("words of a merchant", () => {
  it.each([
    ["a tag that is not closed", "one\ntwo\n{% if points %}", 3],
    ["an output that is not closed", "one\n{{ points", 2],
    ["a filter that does not exist", "{{ points | upper }}", 1],
    ["a name that no mail knows", "one\n\n{{ pionts }}", 3],
    ["a tag that reads files", "one\n{% include 'x' %}", 2],
    ["a tag that renders files", "{% render 'x' %}", 1],
    ["a link that is no web address", "one\n[click](javascript:alert)", 2],
  ])("are refused with the line: %s", async (_, body, line) => {
    expect(await check(body)).toMatchObject({ field: "body", line });
  });

  it("are refused when they are empty, in the subject too", async () => {
    expect(await check("  ")).toMatchObject({ field: "body" });
    expect(await check("text", "{{ points")).toMatchObject({ field: "subject", line: 1 });
  });

  it("are bounded: a loop without end, a text that doubles, a text that is too long", async () => {
    expect(await check("{% for i in (1..100000000) %}x{% endfor %}")).not.toBeNull();
    expect(
      await check(
        "{% assign a = 'x' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
      ),
    ).not.toBeNull();
    expect(await check("x".repeat(20_001))).not.toBeNull();
  });

  it("reach nothing but the names of the mail", async () => {
    expect(await check("{{ member.constructor }}")).not.toBeNull();
    const mail = await mailRenderer.render(words("a{{ member.constructor }}{{ process.env }}b"), scene());
    expect(mail.text).toContain("ab");
  });
});

describe("values", () => {
  const named = (name: string) => scene({ member: { ...sampleMember("en"), name } });

  it("are text, never HTML, links or new paragraphs", async () => {
    const evil = "<b>[Win](https://evil.example) {{ shop.name }}\n\n# Big";
    const mail = await mailRenderer.render(
      words("Hello {{ member.name }}!", "Hi {{ member.name }}"),
      named(evil),
    );
    expect(mail.html).toContain("Hello &lt;b&gt;[Win](https://evil.example) {{ shop.name }} # Big!");
    expect(mail.html).not.toContain('href="https://evil.example');
    expect(mail.text).toContain("Hello <b>[Win](https://evil.example) {{ shop.name }} # Big!");
    expect(mail.subject).toBe("Hi <b>[Win](https://evil.example) {{ shop.name }} # Big");
    expect(mail.subject).not.toContain("\n");
  });

  it("of any script come out whole", async () => {
    const mail = await mailRenderer.render(words("{{ member.name }}"), named("أحمد 山田 Ёлка 👩‍👩‍👧"));
    expect(mail.text).toContain("أحمد 山田 Ёлка 👩‍👩‍👧");
  });
});

describe("the marks of a body", () => {
  it("become headings, lists and links, which lead through us", async () => {
    const body = "# Title\n\nOne\ntwo\n\n- a\n- b\n\n[Shop](https://quiet.example/)";
    const mail = await mailRenderer.render(words(body), scene());
    expect(mail.html).toMatch(/<h1[^>]*>Title<\/h1>/);
    expect(mail.html).toMatch(/One<br>two/);
    expect(mail.html).toMatch(/<ul[^>]*><li>a<\/li><li>b<\/li><\/ul>/);
    expect(mail.html).toContain('href="https://app.example/mail/clicked?to=https%3A%2F%2Fquiet.example%2F"');
    expect(mail.text).toContain("Title\n\nOne\ntwo\n\n- a\n- b\n\nShop: https://quiet.example/");
  });

  it("make one list of what a loop writes", async () => {
    const body = "{% for item in items %}\n- {{ item.points }}\n{% endfor %}\n\nend";
    const mail = await mailRenderer.render(words(body), scene());
    expect(mail.html).toMatch(/<ul[^>]*><li>120<\/li><li>50<\/li><\/ul>/);
    expect(mail.text).toMatch(/^- 120\n- 50\n\nend/);
  });

  it("count by the rules of the language", async () => {
    const russian = async (points: number) =>
      (
        await mailRenderer.render(words("{{ points | points }}"), scene({ locale: "ru", values: { points } }))
      ).text.split("\n")[0];
    expect(await Promise.all([1, 2, 5, 21, 1500].map(russian))).toEqual([
      "1 балл",
      "2 балла",
      "5 баллов",
      "21 балл",
      "1\u00a0500 баллов",
    ]);
  });
});
