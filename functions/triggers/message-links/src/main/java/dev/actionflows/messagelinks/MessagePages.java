package dev.actionflows.messagelinks;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.messaging.LinkDestination;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.visit.LinkOpener;
import dev.actionflows.domain.visit.OpenedLink;
import dev.actionflows.lambda.http.Device;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.LinkPages;
import dev.actionflows.lambda.http.PageTexts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The pages behind the links in messages. A page leads on by a button. Where the fan has nothing to
 * choose and no app has to open, its script follows the button by itself.
 */
final class MessagePages extends LinkPages {
    /** Media queries: when the script follows the primary link. */
    private static final String ALWAYS = "all";

    /** No tablet that claims to be a desktop. */
    private static final String WITH_MOUSE = "(hover: hover)";

    /**
     * Reports once that a person sees the page: neither a browser that has loaded it ahead or in a
     * background tab, nor one that a program controls (W3C: "Prerendering Revamped", "Page
     * Visibility", "WebDriver"). Then forwards; the browser still sends the report.
     */
    private static final String SCRIPT =
            """
            (function () {
              'use strict';
              let seen = navigator.webdriver;
              function see() {
                if (seen || document.prerendering || document.visibilityState !== 'visible') {
                  return;
                }
                seen = true;
                fetch(location.pathname, {
                  method: 'POST', keepalive: true, credentials: 'omit'
                }).catch(function () {});
                const link = document.querySelector('[data-forward]');
                if (link && matchMedia(link.dataset.forward).matches) {
                  location.replace(link.href);
                }
              }
              document.addEventListener('prerenderingchange', see);
              document.addEventListener('visibilitychange', see);
              see();
            })();
            """;

    private final LinkOpener opener;

    MessagePages(LinkOpener opener, IdSource ids) {
        super(ids);
        this.opener = opener;
    }

    /** Counts the opening, unless the request asks only whether the link exists. */
    @Override
    protected HttpResponse look(PageTexts texts, Visit visit) {
        Device device = Device.of(visit.request());
        boolean counts = visit.request().method().equals("GET");
        return page(
                texts,
                LinkAddress.parse(visit.token())
                        .flatMap(
                                address ->
                                        counts
                                                ? opener.open(
                                                        address,
                                                        device.services(),
                                                        visit.deadline())
                                                : opener.look(
                                                        address,
                                                        device.services(),
                                                        visit.deadline())),
                device);
    }

    /** Notes the script's report. */
    @Override
    protected HttpResponse act(PageTexts texts, Visit visit) {
        return LinkAddress.parse(visit.token())
                .filter(opener::click)
                .map(_ -> HttpResponse.noContent())
                .orElseGet(() -> invalidLink(texts));
    }

    HttpResponse page(PageTexts texts, Optional<OpenedLink> link, Device device) {
        return link.map(it -> page(texts, it, device)).orElseGet(() -> invalidLink(texts));
    }

    private HttpResponse page(PageTexts texts, OpenedLink link, Device device) {
        PageTexts named = texts.with("project", link.project().name());
        HtmlPage page =
                link.destinations().isEmpty()
                        ? withoutDestination(named, link)
                        : withDestinations(named, link, device);
        return page.look(link.project().look()).closedScript(SCRIPT).response(200);
    }

    private HtmlPage withoutDestination(PageTexts texts, OpenedLink link) {
        String key =
                link.target() == LinkTarget.CONNECT && canConnect(link.project())
                        ? "connected"
                        : "unavailable";
        return page(texts, key + ".title").paragraph(key + ".text");
    }

    /** Otherwise, nobody has connected. */
    private static boolean canConnect(Project project) {
        return Arrays.stream(StreamingProvider.values()).anyMatch(project::hasApp);
    }

    private HtmlPage withDestinations(PageTexts texts, OpenedLink link, Device device) {
        List<LinkDestination> all = link.destinations();
        HtmlPage page = titled(texts, link);
        if (all.size() > 1) {
            page.paragraph("release.choice");
        }
        addPrimary(page, all.getFirst(), all.size() == 1 && device.isDesktop());
        all.stream().skip(1).forEach(it -> page.secondaryLink(key(it), it.url()));
        return page;
    }

    /** Named after the release, or after the project if the message is about none. */
    private HtmlPage titled(PageTexts texts, OpenedLink link) {
        return link.release()
                .map(
                        it ->
                                page(
                                                texts.with("subject", it.title())
                                                        .with("artist", it.artistName()),
                                                "title")
                                        .paragraph("release.by"))
                .orElseGet(() -> page(texts.with("subject", link.project().name()), "title"));
    }

    /**
     * @param opensWithoutChoice whether a service needs neither the fan's choice nor their tap
     */
    private static void addPrimary(
            HtmlPage page, LinkDestination destination, boolean opensWithoutChoice) {
        switch (destination) {
            case LinkDestination.Connecting connecting ->
                    page.paragraph("connect.text")
                            .forwardingLink(key(connecting), connecting.url(), ALWAYS);
            case LinkDestination.Service service -> {
                if (opensWithoutChoice) {
                    page.forwardingLink(key(service), service.url(), WITH_MOUSE);
                } else {
                    page.link(key(service), service.url());
                }
            }
        }
    }

    private static String key(LinkDestination destination) {
        return switch (destination) {
            case LinkDestination.Connecting _ -> "connect.button";
            case LinkDestination.Service service -> "release.open." + service.provider().wireName();
        };
    }
}
