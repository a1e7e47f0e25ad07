package dev.actionflows.releasepages;

import static dev.actionflows.domain.document.Html.escaped;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.page.OpenPage;
import dev.actionflows.lambda.http.PageTexts;

/**
 * What networks show where a page is shared. Source: The Open Graph protocol (ogp.me), and X's
 * "Cards markup", which falls back to Open Graph.
 */
final class Sharing {
    private Sharing() {}

    /** The tags for the page's head. */
    static String of(OpenPage page, PageTexts texts) {
        boolean preSaves =
                page.offers().stream().anyMatch(it -> it.action() instanceof FanAction.PreSave);
        String description =
                texts.text("sharing." + page.status().wireName())
                        + (preSaves ? " " + texts.text("sharing.presave") : "");
        StringBuilder head = new StringBuilder();
        add(head, "og:type", "music.album");
        add(head, "og:url", page.url());
        add(head, "og:site_name", page.project().name());
        add(head, "og:title", texts.text("sharing.title"));
        add(head, "og:description", description);
        page.content()
                .coverUrl()
                .ifPresent(
                        it -> {
                            add(head, "og:image", it);
                            head.append(
                                    "<meta name=\"twitter:card\""
                                            + " content=\"summary_large_image\">\n");
                        });
        head.append("<meta name=\"description\" content=\"")
                .append(escaped(description))
                .append("\">\n<link rel=\"canonical\" href=\"")
                .append(escaped(page.url()))
                .append("\">\n");
        return head.toString();
    }

    private static void add(StringBuilder head, String property, String content) {
        head.append("<meta property=\"")
                .append(property)
                .append("\" content=\"")
                .append(escaped(content))
                .append("\">\n");
    }
}
