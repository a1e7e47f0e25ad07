package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.document.Html;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

class MailLayoutTest {
    private static final String URL = "https://flows.example.com/unsubscribe/prj_1.a-b_c.d";

    private static String html(String body) {
        return MailLayout.html("News", body, "Night Harbour", URL);
    }

    /** The content between the body's start tag and the footer. */
    private static String content(String body) {
        String html = html(body);
        return html.substring(html.indexOf("color:inherit\">") + 16, html.indexOf("\n<hr"))
                .replace(" style=\"margin:0 0 16px\"", "")
                .replace(" style=\"color:#0b57d0\"", "");
    }

    private static String text(String body) {
        return MailLayout.text(body, "Night Harbour", URL);
    }

    @Test
    void blank_lines_separate_paragraphs_and_line_breaks_are_kept() {
        assertThat(content("Hello\nAda\n\nNew single\n\n\nBye"))
                .isEqualTo("<p>Hello<br>\nAda</p>\n<p>New single</p>\n<p>Bye</p>");
    }

    /** The console shows mails from their HTML; its tests do so with this one. */
    @Test
    void the_mail_of_the_consoles_tests_is_laid_out_like_this() throws IOException {
        String body =
                """
                Hi Ada,

                listen now: https://label.example/neon?a=1&b=2
                <script>document.title = 'run'</script> <img src="https://other.example/x">

                Yours, “Night & Harbour”
                """;

        assertThat(Path.of("..", "..", "console", "tests", "mail.txt"))
                .hasContent(
                        MailLayout.html(
                                "Neon Rain is out", body, "Night Harbour · 1 Main Street", URL));
    }

    @Test
    void crlf_is_one_line_break() {
        assertThat(content("Hello\r\nAda\r\n\r\nBye"))
                .isEqualTo(content("Hello\nAda\n\nBye"))
                .doesNotContain("\r");
    }

    @Test
    void blank_lines_around_the_body_are_removed() {
        assertThat(content("\n\n Hello \n\n")).isEqualTo("<p>Hello</p>");
        assertThat(text("\n\n Hello \n\n")).startsWith("Hello\n\n-- \n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "<script>alert(1)</script>, &lt;script&gt;alert(1)&lt;/script&gt;",
                "<img src=x onerror='a'>, &lt;img src=x onerror=&#39;a&#39;&gt;",
                "\"R&B\" &amp;, &quot;R&amp;B&quot; &amp;amp;",
                "</p></div><form>, &lt;/p&gt;&lt;/div&gt;&lt;form&gt;",
                "100 % %s %n, 100 % %s %n",
            })
    void markup_in_the_body_is_text(String body, String escaped) {
        assertThat(content(body)).isEqualTo("<p>" + escaped + "</p>");
        assertThat(text(body)).startsWith(body + "\n\n-- \n");
    }

    @Test
    void markup_in_the_subject_the_sender_and_the_link_is_text() {
        String html =
                MailLayout.html(
                        "</title><script>1</script>",
                        "Hello",
                        "<b>\"Night\" & 'Harbour'</b>",
                        "https://label.example/?a=1&b=\"><script>");

        assertThat(html)
                .contains("<title>&lt;/title&gt;&lt;script&gt;1&lt;/script&gt;</title>")
                .contains("&lt;b&gt;&quot;Night&quot; &amp; &#39;Harbour&#39;&lt;/b&gt;<br>")
                .contains("href=\"https://label.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;\"")
                .doesNotContain("<script")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @CsvSource({
        "https://label.example, ''",
        "https://label.example/, ''",
        "http://label.example/a, ''",
        "https://label.example/a?b=1&c=2#d, ''",
        "https://label.example/låten/🌊, ''",
        "https://label.example/a_b~c-d%20e, ''",
        "https://label.example/a, .",
        "https://label.example/a, '?!'",
        "https://label.example/a, ','",
        "https://label.example/a, ).",
        "https://label.example/a, ''''",
        "https://label.example/a, '\"'",
        "https://label.example/a, >",
    })
    void an_address_becomes_a_link_without_the_punctuation_after_it(String url, String after) {
        String escaped = url.replace("&", "&amp;");
        assertThat(content("See (" + url + after + " now"))
                .isEqualTo(
                        "<p>See (<a href=\"%s\">%s</a>%s now</p>"
                                .formatted(escaped, escaped, Html.escaped(after)));
        assertThat(text(url)).startsWith(url + "\n");
    }

    @Test
    void every_address_of_a_line_becomes_a_link() {
        assertThat(content("https://a.example/1 https://b.example/2"))
                .isEqualTo(
                        "<p><a href=\"https://a.example/1\">https://a.example/1</a>"
                                + " <a href=\"https://b.example/2\">https://b.example/2</a></p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,hello",
                "www.label.example",
                "mailto:a@label.example",
                "ftp://label.example",
                "https://",
                "https:label.example",
            })
    void other_text_becomes_no_link(String text) {
        assertThat(content(text)).isEqualTo("<p>" + text + "</p>");
    }

    @Test
    void a_link_cannot_leave_its_attribute() {
        assertThat(content("https://label.example/\"onmouseover=\"alert(1)"))
                .isEqualTo(
                        "<p><a href=\"https://label.example/\">https://label.example/</a>"
                                + "&quot;onmouseover=&quot;alert(1)</p>");
        assertThat(content("https://label.example/<script>alert(1)</script>"))
                .startsWith("<p><a href=\"https://label.example/\">https://label.example/</a>&lt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"שלום Ada", "مرحبا", "🌊🎧 👩🏽‍🎤", "Låst ut", "新しい曲"})
    void text_in_any_script_is_kept(String body) {
        assertThat(content(body)).isEqualTo("<p>" + body + "</p>");
        assertThat(text(body)).startsWith(body + "\n");
        assertThat(MailLayout.subject(body)).isEqualTo(body);
    }

    @Test
    void the_html_part_loads_nothing_and_runs_nothing() {
        String html = html("Hello https://label.example/cover.jpg");

        assertThat(html)
                .doesNotContainPattern(
                        Pattern.compile(
                                "<(img|script|iframe|form|input|link|object|video|audio|base)\\b"
                                        + "|\\bsrc=|@import|url\\(|\\son[a-z]+=",
                                Pattern.CASE_INSENSITIVE));
        assertThat(html.replaceAll("href=\"[^\"]*\"|>https://[^<]*<", "")).doesNotContain("://");
    }

    @Test
    void the_html_part_is_one_complete_document() {
        String html = html("Hello");

        assertThat(html)
                .startsWith("<!DOCTYPE html>\n<html")
                .endsWith("</html>\n")
                .contains("<meta charset=\"utf-8\">")
                .doesNotContain("%s");
        for (String element :
                new String[] {"html", "head", "title", "style", "body", "div", "p", "a"}) {
            assertThat(count(html, "<" + element + "[ >]"))
                    .as(element)
                    .isPositive()
                    .isEqualTo(count(html, "</" + element + ">"));
        }
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    /** Longer lines of a mail may be broken anywhere (RFC 5322, section 2.1.1). */
    @Test
    void the_frame_has_no_line_that_is_too_long_for_a_mail() {
        assertThat(html("Hello").lines()).allMatch(line -> line.length() <= 998);
    }

    /** "-- " alone on a line precedes a signature (RFC 3676, section 4.3). */
    @Test
    void the_footer_names_the_sender_and_the_link_to_unsubscribe() {
        assertThat(text("Hello"))
                .isEqualTo("Hello\n\n-- \nNight Harbour\nUnsubscribe: " + URL + "\n");
        assertThat(html("Hello"))
                .containsSubsequence(
                        ">Hello</p>", "Night Harbour<br>", "<a href=\"" + URL, ">Unsubscribe</a>");
    }

    @ParameterizedTest
    @CsvSource({
        "Night Harbour, Night Harbour, Night Harbour",
        "night harbour, Night Harbour, Night Harbour",
        "Low Tide Records, Night Harbour, Low Tide Records · Night Harbour",
        ", Night Harbour, Night Harbour",
    })
    void the_sender_is_the_senders_name_and_the_projects(
            String name, String project, String displayed) {
        assertThat(
                        MailLayout.sender(
                                project,
                                new MailFrom(
                                        new EmailAddress("hello@label.example"),
                                        Optional.ofNullable(name))))
                .isEqualTo(displayed);
    }

    @Test
    void the_postal_address_is_in_the_footer() {
        MailFrom from =
                new MailFrom(
                        new EmailAddress("hello@label.example"),
                        Optional.of("Low Tide Records"),
                        Optional.of("12 Quay Street, Portland"));

        assertThat(MailLayout.sender("Night Harbour", from))
                .isEqualTo("Low Tide Records · Night Harbour · 12 Quay Street, Portland");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "New\nsingle",
                "New\r\nsingle",
                "New\r\n\r\nsingle",
                "New\u2028single",
                "New\u2029single",
                "New\u0085single",
                "New\tsingle\u0007",
                "\nNew\u000Bsingle\r\n",
            })
    void a_subject_becomes_one_line(String rendered) {
        assertThat(MailLayout.subject(rendered)).isEqualTo("New single");
    }

    @Test
    void a_subject_cannot_add_a_header() {
        assertThat(MailLayout.subject("News\r\nBcc: all@fans.example"))
                .isEqualTo("News Bcc: all@fans.example");
        assertThat(MailLayout.subject("\u0000\u0007")).isEmpty();
    }
}
