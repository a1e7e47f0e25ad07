package dev.actionflows.releasepages;

import static dev.actionflows.domain.document.Html.escaped;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.page.OpenPage;
import dev.actionflows.domain.page.PageOffer;
import dev.actionflows.domain.page.PageTrack;
import dev.actionflows.domain.page.SignUp;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.SignUpResult.Field;
import dev.actionflows.lambda.http.Device;
import dev.actionflows.lambda.http.FanCookie;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Renders one page about a release for one visitor. */
final class ReleasePageView {
    private static final String STYLE =
            """
            main>p:first-child{margin-top:0}body{margin-top:4vh}\
            .cover{display:block;width:100%;max-width:20rem;max-height:none;height:auto;\
            aspect-ratio:1;object-fit:cover;border-radius:.5rem}\
            .notice{border-left:.25rem solid;padding-left:1rem}\
            audio{width:100%}form{margin:1rem 0}label{display:block;margin-top:1rem}\
            .buttons button,.buttons a.button{width:100%;text-align:center;margin-bottom:.75rem;\
            box-sizing:border-box}\
            .check{display:grid;grid-template-columns:auto 1fr;gap:.75rem}\
            .check input{width:1.5rem;height:1.5rem;margin:0}\
            .error{font-weight:700}small{font-size:.875rem}\
            """;

    /**
     * Reports once that somebody has listened to half a minute or, of a shorter track, to half of
     * it. A report that failed is repeated after as much listening again.
     */
    private static final String SCRIPT =
            """
            (function () {
              'use strict';
              const audio = document.querySelector('audio');
              let heard = 0, last = 0, told = false;
              function tell() {
                if (told) return;
                told = true;
                const again = function () { told = false; heard = 0; };
                fetch(location.pathname, {
                  method: 'POST', keepalive: true,
                  body: new URLSearchParams({do: 'listened', id: audio.dataset.id})
                }).then(function (answer) { if (!answer.ok) again(); }, again);
              }
              audio.addEventListener('timeupdate', function () {
                const step = audio.currentTime - last;
                last = audio.currentTime;
                if (step > 0 && step < 2) heard += step;
                if (heard >= Math.min(30, audio.duration / 2)) tell();
              });
            })();
            """;

    private final OpenPage page;
    private final PageTexts texts;
    private final HttpRequest request;
    private final IdSource ids;

    ReleasePageView(OpenPage page, PageTexts texts, HttpRequest request, IdSource ids) {
        this.page = page;
        this.request = request;
        this.ids = ids;
        this.texts =
                texts.with("subject", page.release().title())
                        .with("artist", page.release().artistName())
                        .with("project", page.project().name())
                        .with("when", ReleaseDateText.of(page.release().releaseDate(), texts));
    }

    /** The form for that kind of address, if the project can send codes there. */
    Optional<SignUpForm> form(Identity.Kind kind) {
        boolean canSend =
                kind == Identity.Kind.PHONE
                        ? page.project().sms().isPresent()
                        : page.project().email().isPresent();
        return page.content().form(kind).filter(_ -> canSend);
    }

    HttpResponse page(Notice notice) {
        return page(notice, Optional.empty(), Set.of()).response(notice.status());
    }

    /** The page with a form as the visitor filled it in. */
    HttpResponse page(SignUp typed, Set<Field> invalid) {
        return page(Notice.NONE, Optional.of(typed), invalid).response(422);
    }

    private HtmlPage page(Notice notice, Optional<SignUp> typed, Set<Field> invalid) {
        HtmlPage html = shell("title").shareable(Sharing.of(page, texts)).style(STYLE);
        page.content().coverUrl().ifPresent(html::cover);
        html.paragraph("by").paragraph("date." + page.status().wireName());
        notice.text().ifPresent(key -> html.html(notice(key)));
        if (notice.isAboutAnAction()) {
            addForms(html, typed, invalid);
        }
        addServices(html);
        addOffers(html, "release", it -> isOfRelease(it.action()));
        page.content().track().ifPresent(track -> addPlayer(html, track));
        addOffers(html, "artist", it -> !isOfRelease(it.action()));
        if (!notice.isAboutAnAction()) {
            addForms(html, typed, invalid);
        }
        if (FanCookie.of(request, page.project().id()).isPresent()) {
            addSignOut(html);
        }
        if (page.content().track().isPresent()) {
            html.closedScript(SCRIPT);
        }
        return html;
    }

    private void addForms(HtmlPage html, Optional<SignUp> typed, Set<Field> invalid) {
        for (Identity.Kind kind : List.of(Identity.Kind.PHONE, Identity.Kind.EMAIL)) {
            form(kind)
                    .ifPresent(
                            form ->
                                    html.html(
                                            new SignUpFormView(page.content(), texts, ids.nonce())
                                                    .html(
                                                            kind,
                                                            form,
                                                            typed.filter(it -> it.kind() == kind),
                                                            invalid)));
        }
    }

    /** The page on which the visitor enters the code that was sent. */
    HttpResponse codePage(
            Identity.Kind kind, VerificationId verification, String address, boolean wrong) {
        PageTexts sent = texts.with("address", address);
        String error = wrong ? text("code.wrong") : "";
        return new HtmlPage(ids.nonce(), sent, "code.title")
                .look(page.project().look())
                .postsForms()
                .style(STYLE)
                .paragraph("code.text")
                .html(
                        """
                        <form method="post">
                        <input type="hidden" name="do" value="code">
                        <input type="hidden" name="id" value="%s">
                        <input type="hidden" name="kind" value="%s">
                        <input type="hidden" name="verification" value="%s">
                        <input type="hidden" name="address" value="%s">
                        <p><label for="code">%s</label>
                        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus%s></p>
                        %s<p><button>%s</button></p>
                        </form>
                        """
                                .formatted(
                                        ids.nonce(),
                                        kind.wireName(),
                                        verification,
                                        escaped(address),
                                        text("code.label"),
                                        wrong
                                                ? " aria-invalid=\"true\""
                                                        + " aria-describedby=\"wrong\""
                                                : "",
                                        wrong
                                                ? "<p id=\"wrong\" class=\"error\" role=\"alert\">%s</p>\n"
                                                        .formatted(error)
                                                : "",
                                        text("code.button")))
                .secondaryLink("code.again", page.page().slug().text())
                .response(wrong ? 422 : 200);
    }

    private HtmlPage shell(String title) {
        return new HtmlPage(ids.nonce(), texts, title).look(page.project().look()).postsForms();
    }

    private String notice(String key) {
        return "<p class=\"notice\" role=\"status\">%s</p>\n".formatted(text(key));
    }

    private void addPlayer(HtmlPage html, PageTrack track) {
        html.plays(track.audioUrl())
                .html(
                        """
                        <h2>%s</h2>
                        <p><audio controls preload="none" aria-label="%s" data-id="%s" src="%s"></audio></p>
                        """
                                .formatted(
                                        escaped(
                                                texts.with("track", track.title())
                                                        .text("listen.title")),
                                        escaped(track.title()),
                                        ids.nonce(),
                                        escaped(track.audioUrl())));
    }

    private void addServices(HtmlPage html) {
        StringBuilder links = new StringBuilder();
        page.services(Device.of(request).services())
                .forEach(
                        (provider, url) ->
                                links.append("<a class=\"button\" rel=\"nofollow\" href=\"")
                                        .append(escaped(url))
                                        .append("\">")
                                        .append(text("open." + provider.wireName()))
                                        .append("</a>\n"));
        if (!links.isEmpty()) {
            html.html("<p class=\"buttons\">\n" + links + "</p>\n");
        }
    }

    /** Another person may use the browser. */
    private void addSignOut(HtmlPage html) {
        html.html(
                """
                <form method="post">
                <input type="hidden" name="do" value="sign-out">
                <p>%s</p>
                <p><button>%s</button></p>
                </form>
                """
                        .formatted(text("sign-out.text"), text("sign-out.button")));
    }

    private static boolean isOfRelease(FanAction action) {
        return action instanceof FanAction.PreSave || action instanceof FanAction.AddToLibrary;
    }

    private void addOffers(HtmlPage html, String section, Predicate<PageOffer> which) {
        List<PageOffer> offers = page.offers().stream().filter(which).toList();
        if (offers.isEmpty()) {
            return;
        }
        String key = section.equals("artist") ? section : offers.getFirst().action().wireName();
        boolean follows = offers.stream().anyMatch(it -> it.action() instanceof FanAction.Follow);
        StringBuilder buttons = new StringBuilder();
        offers.forEach(
                offer ->
                        buttons.append("<button name=\"do\" value=\"")
                                .append(offer.name())
                                .append("\">")
                                .append(text("do." + offer.name()))
                                .append("</button>\n"));
        html.html(
                """
                <h2>%s</h2>
                <p>%s</p>
                <form method="post" class="buttons">
                <input type="hidden" name="id" value="%s">
                %s</form>
                """
                        .formatted(
                                text(key + ".title"),
                                text(key + (follows ? ".follow" : ".text")),
                                ids.nonce(),
                                buttons));
    }

    private String text(String key) {
        return escaped(texts.text(key));
    }
}
