package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Determines which fan a streaming account is connected to. A token alone is not enough, since
 * links are forwarded and planted, which would merge two fans. Either the project's page posts the
 * token, which vouches for the fan who uses it, or the fan confirms on a page of ours. The button
 * of that page, with which every fan agrees to what is listed there, works in this browser only.
 */
final class VisitorVerifier {
    /** As long as a fan needs to copy a link into another browser. */
    private static final Duration COPIED_LINK = Duration.ofHours(1);

    private final FanLookup fans;
    private final ConnectionStore connections;
    private final Vault vault;
    private final FanToken connectTokens;
    private final FanToken playlistTokens;
    private final FanToken fanTokens;
    private final InstantSource clock;

    VisitorVerifier(FanLookup fans, ConnectionStore connections, Vault vault, InstantSource clock) {
        this.fans = fans;
        this.connections = connections;
        this.vault = vault;
        this.connectTokens = new FanToken(vault, ConnectLinks.PURPOSE);
        this.playlistTokens = new FanToken(vault, ConnectLinks.PLAYLISTS_PURPOSE);
        this.fanTokens = FanSession.tokens(vault);
        this.clock = clock;
    }

    Visitor of(StartRequest request, Project project) {
        Optional<String> token = request.token();
        if (token.isEmpty()) {
            return new Visitor.Unnamed();
        }
        Optional<Fan> fan =
                (request.connectToken().isPresent()
                                ? verify(connectTokens, project, token)
                                        .or(() -> verify(playlistTokens, project, token))
                                : verify(fanTokens, project, token))
                        .flatMap(id -> fans.find(project.id(), id));
        if (fan.isEmpty()) {
            return new Visitor.Invalid();
        }
        return (isPostedByPage(request, project)
                                && !wouldReplaceUnseen(request, project, fan.get()))
                        || agreed(request, project).isPresent()
                ? new Visitor.Known(fan.get())
                : new Visitor.Unconfirmed(fan.get());
    }

    /** Whether the request is a link that requests the scopes to follow playlists, too. */
    boolean requestsPlaylists(StartRequest request, Project project) {
        return verify(playlistTokens, project, request.connectToken()).isPresent();
    }

    private Optional<FanId> verify(FanToken tokens, Project project, Optional<String> token) {
        return token.flatMap(it -> tokens.verify(project, it, clock.instant()));
    }

    /**
     * The value that the button of our page sends; nothing but this button in this browser can have
     * sent it. It covers everything that is sent with it.
     */
    String confirmationOf(StartRequest request, Project project, Browser browser) {
        return HexFormat.of()
                .formatHex(
                        vault.mac(
                                project,
                                "connect-confirmation",
                                String.join(
                                        "\n",
                                        browser.text(),
                                        request.provider(),
                                        StartLink.query(request.form()))));
    }

    /**
     * The token for a link that is copied by hand; a token posted by a page never appears in a URL.
     */
    Optional<String> tokenForLink(StartRequest request, Project project, Visitor visitor) {
        return request.connectToken()
                .or(
                        () ->
                                visitor.named()
                                        .map(
                                                fan ->
                                                        connectTokens.issue(
                                                                project,
                                                                fan,
                                                                clock.instant()
                                                                        .plus(COPIED_LINK))));
    }

    private static boolean isPostedByPage(StartRequest request, Project project) {
        return request.connectToken().isEmpty() && page(request, project).isPresent();
    }

    /**
     * Apple Music does not identify accounts. A token that was left behind in a browser would
     * silently replace the account of its fan with another fan's.
     */
    private boolean wouldReplaceUnseen(StartRequest request, Project project, Fan fan) {
        return StreamingProvider.ofWireName(request.provider())
                        .filter(StreamingProvider.APPLE_MUSIC::equals)
                        .isPresent()
                && connections.connections(project.id(), fan).stream()
                        .anyMatch(
                                it ->
                                        it.provider() == StreamingProvider.APPLE_MUSIC
                                                && it.isUsable(clock.instant()));
    }

    /** The text to which the fan has agreed with the button of our page, in this browser. */
    Optional<Wording> agreed(StartRequest request, Project project) {
        return isConfirmed(request, project) ? request.agreedWording() : Optional.empty();
    }

    /** The origin of the project's page that posted the request; empty if there is none. */
    static Optional<String> page(StartRequest request, Project project) {
        return request.origin().filter(project.allowedOrigins()::contains);
    }

    private boolean isConfirmed(StartRequest request, Project project) {
        return request.browser()
                .filter(browser -> browser.matches(project))
                .map(browser -> confirmationOf(request, project, browser))
                .flatMap(expected -> request.confirmation().filter(it -> isEqual(it, expected)))
                .isPresent();
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
