package dev.actionflows.lambda.http;

import static dev.actionflows.domain.document.Html.escaped;

import dev.actionflows.domain.project.Look;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page for fans in their language: small, accessible, and with a content security policy that
 * allows only the page's own script and style. All inserted text is escaped.
 */
public final class HtmlPage {
    private final String nonce;
    private final PageTexts texts;
    private final String title;
    private final StringBuilder body = new StringBuilder();
    private String formPolicy = "'none'";
    private String referrerPolicy = "no-referrer";
    private String scriptPolicy = "";
    private String imagePolicy = "";
    private String mediaPolicy = "";
    private String robots = "<meta name=\"robots\" content=\"noindex\">\n";
    private String head = "";
    private String style = "";
    private String cover = "";
    private Optional<String> coverUrl = Optional.empty();
    private Look look = Look.none();

    /**
     * @param nonce must be unguessable
     * @param texts in the fan's language; all keys of this class are theirs
     * @param title the key of the title
     */
    public HtmlPage(String nonce, PageTexts texts, String title) {
        this.nonce = nonce;
        this.texts = texts;
        this.title = texts.text(title);
    }

    /** Shows the page in a project's look. */
    public HtmlPage look(Look look) {
        this.look = look;
        return this;
    }

    /**
     * Lets search engines list the page, and networks show it where it is shared.
     *
     * @param html trusted markup of the page's head in which every value is escaped
     */
    public HtmlPage shareable(String html) {
        robots = "";
        head = html;
        return this;
    }

    /**
     * @param css trusted, added to the style of all pages
     */
    public HtmlPage style(String css) {
        style = css;
        return this;
    }

    /** An image above the title. Decorative: the title says what it shows. */
    public HtmlPage cover(String url) {
        coverUrl = Optional.of(url);
        cover =
                """
                <p><img class="cover" alt="" width="600" height="600" fetchpriority="high" src="%s"></p>
                """
                        .formatted(escaped(url));
        return this;
    }

    /** Lets the page play a file. */
    public HtmlPage plays(String url) {
        mediaPolicy = "; media-src " + Look.origin(url);
        return this;
    }

    /** Lets forms post to the page's own origin, and say that they come from there. */
    public HtmlPage postsForms() {
        formPolicy = "'self'";
        referrerPolicy = "same-origin";
        return this;
    }

    public HtmlPage paragraph(String key) {
        body.append("<p>").append(escaped(texts.text(key))).append("</p>\n");
        return this;
    }

    /** A list of texts. */
    public HtmlPage list(Collection<String> keys) {
        body.append("<ul>\n");
        keys.forEach(key -> body.append("<li>").append(escaped(texts.text(key))).append("</li>\n"));
        body.append("</ul>\n");
        return this;
    }

    /** The page's primary link. */
    public HtmlPage link(String key, String url) {
        return link(key, url, " class=\"button\"");
    }

    /**
     * The page's primary link, which the page's script may follow by itself.
     *
     * @param media the script's condition, as a media query
     */
    public HtmlPage forwardingLink(String key, String url, String media) {
        return link(key, url, " class=\"button\" data-forward=\"" + escaped(media) + '"');
    }

    /** The page's secondary link. */
    public HtmlPage secondaryLink(String key, String url) {
        return link(key, url, "");
    }

    private HtmlPage link(String key, String url, String attributes) {
        body.append("<p><a")
                .append(attributes)
                .append(" rel=\"nofollow\" href=\"")
                .append(escaped(url))
                .append("\">")
                .append(escaped(texts.text(key)))
                .append("</a></p>\n");
        return this;
    }

    /**
     * A section of its own: a title, a text and a link.
     *
     * @param texts with what the section's texts refer to
     * @param key of the section; its parts are {@code .title}, {@code .text} and {@code .link}
     */
    public HtmlPage section(PageTexts texts, String key, String url) {
        body.append("<h2>")
                .append(escaped(texts.text(key + ".title")))
                .append("</h2>\n<p>")
                .append(escaped(texts.text(key + ".text")))
                .append("</p>\n<p><a class=\"button\" rel=\"nofollow\" href=\"")
                .append(escaped(url))
                .append("\">")
                .append(escaped(texts.text(key + ".link")))
                .append("</a></p>\n");
        return this;
    }

    /** A text that the fan can select and copy. */
    public HtmlPage copyable(String labelKey, String text) {
        body.append("<p><label>")
                .append(escaped(texts.text(labelKey)))
                .append("<br><input readonly value=\"")
                .append(escaped(text))
                .append("\"></label></p>\n");
        return this;
    }

    /**
     * A button that posts these fields.
     *
     * @param action the path, relative to this page; the page's query is dropped
     * @param leadsTo where the response may redirect; browsers also check redirects against the
     *     policy
     */
    public HtmlPage button(String key, String action, Map<String, String> fields, String leadsTo) {
        formPolicy = ("'self' " + leadsTo).strip();
        body.append("<form method=\"post\" action=\"").append(escaped(action)).append("\">\n");
        fields.forEach(
                (name, value) ->
                        body.append("<input type=\"hidden\" name=\"")
                                .append(escaped(name))
                                .append("\" value=\"")
                                .append(escaped(value))
                                .append("\">\n"));
        body.append("<p><button>")
                .append(escaped(texts.text(key)))
                .append("</button></p>\n</form>\n");
        return this;
    }

    /**
     * @param html trusted markup in which every value is escaped
     */
    public HtmlPage html(String html) {
        body.append(html);
        return this;
    }

    /**
     * @param code trusted; may load further scripts
     * @param connections where scripts may connect to, in content security policy syntax
     */
    public HtmlPage script(String code, String connections) {
        scriptPolicy =
                "; script-src 'nonce-%s' 'strict-dynamic'; connect-src %s"
                        .formatted(nonce, connections);
        imagePolicy = "; img-src https:";
        return script(code);
    }

    /**
     * @param code trusted; loads nothing, and connects to the page's own origin only
     */
    public HtmlPage closedScript(String code) {
        scriptPolicy = "; script-src 'nonce-%s'; connect-src 'self'".formatted(nonce);
        return script(code);
    }

    private HtmlPage script(String code) {
        body.append("<script nonce=\"")
                .append(nonce)
                .append("\">\n")
                .append(code)
                .append("</script>\n");
        return this;
    }

    public HttpResponse response(int status) {
        String html =
                """
                <!doctype html>
                <html lang="%5$s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                %8$s<title>%1$s</title>
                <style nonce="%2$s">%3$s%9$s%6$s</style>
                </head>
                <body>
                <main>
                %7$s%10$s<h1>%1$s</h1>
                %4$s</main>
                </body>
                </html>
                """
                        .formatted(
                                escaped(title),
                                nonce,
                                PageStyle.COMMON,
                                body,
                                texts.language(),
                                look.accent().map(PageStyle::of).orElse(""),
                                look.logo().map(HtmlPage::image).orElse(""),
                                robots + head,
                                style,
                                cover);
        return HttpResponse.of(status, "text/html; charset=utf-8", html)
                .withHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'nonce-%s'; base-uri 'none'; form-action %s; frame-ancestors 'none'"
                                        .formatted(nonce, formPolicy)
                                + scriptPolicy
                                + mediaPolicy
                                + (imagePolicy.isEmpty() ? ownImages() : imagePolicy))
                .withHeader("Referrer-Policy", referrerPolicy)
                .withHeader("Content-Language", texts.language())
                .withHeader("Vary", "Accept-Language");
    }

    private String ownImages() {
        String origins =
                Stream.of(look.logo(), coverUrl)
                        .flatMap(Optional::stream)
                        .map(Look::origin)
                        .distinct()
                        .collect(Collectors.joining(" "));
        return origins.isEmpty() ? "" : "; img-src " + origins;
    }

    /** Decorative: the page names the project in its text. */
    private static String image(String url) {
        return "<p><img alt=\"\" src=\"%s\"></p>\n".formatted(escaped(url));
    }
}
