package dev.actionflows.domain.messaging;

import static dev.actionflows.domain.document.Html.escaped;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lays out a mail from plain text, as HTML and as text. Blank lines separate paragraphs, and
 * addresses that begin with {@code https://} or {@code http://} become links. The HTML contains no
 * remote content, no script and no form; it has one column and a style for light and dark displays,
 * and stays readable where a mail program removes the style.
 */
public final class MailLayout {
    /** Up to white space or a character that cannot be in a URL; closing punctuation is text. */
    private static final Pattern LINK =
            Pattern.compile("https?://[^\\s<>\"{}|\\\\^`]*[^\\s<>\"{}|\\\\^`.,;:!?'()\\[\\]]");

    private static final Pattern PARAGRAPHS = Pattern.compile("\\n{2,}");

    private static final String STYLE =
            """
            :root{color-scheme:light dark;supported-color-schemes:light dark}
            @media(prefers-color-scheme:dark){body,.page{background:#121212!important;color:#f2f2f2!important}
            a{color:#9ecbff!important}.foot{color:#b5b5b5!important}}
            """
                    .replace("\n", "");

    private MailLayout() {}

    /**
     * @param body plain text
     * @param sender displayed in the footer
     * @return the text part: the body, and a footer with the link
     */
    public static String text(String body, String sender, String unsubscribeUrl) {
        return "%s\n\n-- \n%s\nUnsubscribe: %s\n".formatted(body.strip(), sender, unsubscribeUrl);
    }

    /**
     * @param subject displayed as the document's title
     * @param body plain text; everything in it is escaped
     * @return the HTML part, with the same content as the text part
     */
    public static String html(String subject, String body, String sender, String unsubscribeUrl) {
        String paragraphs =
                PARAGRAPHS
                        .splitAsStream(body.strip().replace("\r\n", "\n"))
                        .map(MailLayout::paragraph)
                        .collect(Collectors.joining("\n"));
        return """
        <!DOCTYPE html>
        <html lang="und">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body style="margin:0;padding:0;background:#ffffff;color:#1a1a1a">
        <div class="page" role="article" style="box-sizing:border-box;max-width:36rem;margin:0 auto;padding:24px 20px;\
        font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere;color:inherit">
        %s
        <hr style="border:0;border-top:1px solid #c9c9c9;margin:32px 0 16px">
        <p class="foot" style="margin:0;font-size:14px;color:#595959">%s<br>
        <a href="%s" style="color:inherit">Unsubscribe</a></p>
        </div>
        </body>
        </html>
        """
                .formatted(
                        escaped(subject),
                        STYLE,
                        paragraphs,
                        escaped(sender),
                        escaped(unsubscribeUrl));
    }

    private static String paragraph(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        return lines.stream()
                .map(MailLayout::linked)
                .collect(Collectors.joining("<br>\n", "<p style=\"margin:0 0 16px\">", "</p>"));
    }

    private static String linked(String line) {
        StringBuilder html = new StringBuilder();
        Matcher link = LINK.matcher(line);
        int end = 0;
        while (link.find()) {
            String url = escaped(link.group());
            html.append(escaped(line.substring(end, link.start())))
                    .append("<a href=\"")
                    .append(url)
                    .append("\" style=\"color:#0b57d0\">")
                    .append(url)
                    .append("</a>");
            end = link.end();
        }
        return html.append(escaped(line.substring(end))).toString();
    }

    /** As the subject of a mail: one line, without control characters. */
    public static String subject(String rendered) {
        return rendered.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }

    /**
     * The sender as the footer names it: the sender's name, the project's if it differs, and the
     * postal address.
     */
    public static String sender(String projectName, MailFrom from) {
        Stream<String> name = from.name().filter(it -> !it.equalsIgnoreCase(projectName)).stream();
        return Stream.of(name, Stream.of(projectName), from.postalAddress().stream())
                .flatMap(Function.identity())
                .collect(Collectors.joining(" · "));
    }
}
