package dev.actionflows.flows;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.inbox.DeadLetters;
import dev.actionflows.domain.inbox.Inbox;
import dev.actionflows.domain.inbox.InboxItem;
import dev.actionflows.domain.inbox.InboxService;
import dev.actionflows.domain.project.Role;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /v1/inbox}: what in the project needs a person. */
final class InboxResource {
    private final InboxService inbox;
    private final DeadLetters deadLetters;

    InboxResource(InboxService inbox, DeadLetters deadLetters) {
        this.inbox = inbox;
        this.deadLetters = deadLetters;
    }

    List<Route> routes() {
        return List.of(Route.get("/v1/inbox", this::get));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Inbox found = inbox.of(caller.project());
        Stream<InboxItem> items =
                Stream.concat(found.items().stream(), ofDeployment(caller).stream());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", items.map(it -> toJson(project, it)).toList());
        json.put("complete", found.complete());
        return HttpResponse.json(200, json);
    }

    /**
     * For whoever owns a project: what the whole deployment has is no news of one project's fans.
     */
    private List<InboxItem> ofDeployment(Caller caller) {
        return caller instanceof Caller.KeyHolder holder && holder.role().includes(Role.OWN)
                ? deadLetters.items()
                : List.of();
    }

    private static Map<String, @Nullable Object> toJson(ProjectId project, InboxItem item) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", item.kind().wireName());
        json.put("subject", item.subject().orElse(null));
        json.put("reason", item.reason().orElse(null));
        json.put("count", item.count());
        json.put("atLeast", item.atLeast());
        json.put("since", Times.text(item.since()));
        json.put("until", Times.text(item.until()));
        json.put("see", see(project, item));
        return json;
    }

    /** The path of the operation that shows more; null if there is none. */
    private static @Nullable String see(ProjectId project, InboxItem item) {
        String settings = "/v1/projects/" + project;
        String subject = item.subject().orElse("");
        String runs = "/v1/flows/" + subject + "/runs";
        String reason = "&reason=" + item.reason().orElse("");
        return switch (item.kind()) {
            case SENDING_STOPPED -> settings + "/sending";
            case CREDITS_USED_UP, CREDITS_NEARLY_USED -> settings + "/credits";
            case INSTAGRAM_DISCONNECTED, INSTAGRAM_TOKEN_EXPIRING -> settings + "/instagram";
            case STREAMING_APP_LIMITED -> settings;
            case RELEASE_DAY_FAILED -> "/v1/releases/" + subject + "/day";
            case RELEASES_NOT_MATCHED -> "/v1/releases/" + subject;
            case RUNS_SET_ASIDE -> "/v1/runs/" + subject;
            case STEPS_UNKNOWN -> runs + "?outcome=UNKNOWN" + reason;
            case STEPS_FAILED -> runs + "?outcome=FAILED" + reason;
            case STEPS_BLOCKED -> runs + "?reason=" + item.reason().orElse("");
            case DEAD_LETTERS -> null;
        };
    }
}
