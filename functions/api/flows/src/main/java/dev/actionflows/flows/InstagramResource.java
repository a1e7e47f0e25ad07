package dev.actionflows.flows;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /v1/projects/{projectId}/instagram}: the Instagram account whose messages and comments a
 * project receives.
 */
final class InstagramResource {
    private static final String PATH = "/v1/projects/{projectId}/instagram";

    private final InstagramChannelService channel;

    InstagramResource(InstagramChannelService channel) {
        this.channel = channel;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, this::get),
                Route.put(PATH, this::put),
                Route.delete(PATH, this::delete));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        return shown(channel.get(caller.projectIn(request)));
    }

    /** Administrator only: nothing else proves who owns an account. */
    private HttpResponse put(HttpRequest request, Caller caller) {
        caller.requireAdministrator();
        ProjectId id = caller.projectIn(request);
        InstagramAccountId account =
                Bodies.decode(
                        request,
                        fields ->
                                fields.required(
                                        "accountId",
                                        InstagramAccountId::parse,
                                        "the id of an Instagram professional account: 1 to 25"
                                                + " digits, as Meta shows it; not the username"));
        return shown(channel.use(id, account));
    }

    private HttpResponse delete(HttpRequest request, Caller caller) {
        return shown(channel.release(caller.projectIn(request)));
    }

    private static HttpResponse shown(InstagramChannelService.Setting setting) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("accountId", setting.account().map(InstagramAccountId::value).orElse(null));
        json.put("webhook", setting.project().publicBaseUrl() + "/webhooks/instagram");
        return HttpResponse.json(200, json);
    }
}
