package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code /v1/projects/{projectId}/instagram}: the Instagram account whose messages and comments a
 * project receives, and as which it sends messages.
 */
final class InstagramResource {
    /** Meta's tokens have about 200 letters and digits; everything that is safe in a header. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{20,1000}");

    private static final String PATH = "/v1/projects/{projectId}/instagram";

    private final InstagramChannelService channel;

    InstagramResource(InstagramChannelService channel) {
        this.channel = channel;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, this::get),
                Route.put(PATH, this::put).requiresAdministrator(),
                Route.delete(PATH, this::delete).requires(Role.OWN));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return shown(channel.get(caller.projectIn(request)));
    }

    /** Administrator only: nothing else proves who owns an account. */
    private HttpResponse put(HttpRequest request, Caller caller) {
        ProjectId id = caller.projectIn(request);
        Account account = Bodies.decode(request, InstagramResource::decode);
        return shown(channel.use(id, account.id(), account.token()));
    }

    /**
     * @param token empty to keep the one that the project has for this account
     */
    private record Account(InstagramAccountId id, Optional<InstagramToken> token) {}

    private static Optional<Account> decode(Fields fields) {
        Optional<InstagramAccountId> id =
                fields.required(
                        "accountId",
                        InstagramAccountId::parse,
                        "the id of an Instagram professional account: 1 to 25 digits, as Meta shows"
                                + " it; not the username");
        Optional<InstagramToken> token =
                fields.optional(
                        "accessToken",
                        InstagramResource::token,
                        "a long-lived access token of the account, as Meta shows it: 20 to 1000"
                                + " letters, digits, hyphens, underscores and dots");
        return id.map(it -> new Account(it, token));
    }

    private static Optional<InstagramToken> token(String text) {
        return TOKEN.matcher(text).matches()
                ? Optional.of(new InstagramToken(text))
                : Optional.empty();
    }

    private HttpResponse delete(HttpRequest request, Caller caller) {
        return shown(channel.release(caller.projectIn(request)));
    }

    private static HttpResponse shown(InstagramChannelService.Setting setting) {
        Optional<InstagramAccess> access = setting.account().flatMap(InstagramAccount::access);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("accountId", setting.account().map(it -> it.id().value()).orElse(null));
        json.put("webhook", setting.project().publicBaseUrl() + "/webhooks/instagram");
        json.put("messages", messages(access));
        json.put("tokenExpiresAt", Times.text(access.flatMap(InstagramAccess::expiresAt)));
        return HttpResponse.json(200, json);
    }

    /** Whether the project can send messages. */
    private static String messages(Optional<InstagramAccess> access) {
        if (access.isEmpty()) {
            return "no_token";
        }
        return access.get().hasEnded() ? "disconnected" : "connected";
    }
}
