package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.json.Json;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives each project a tenant of Amazon SES and a configuration set, whose events go where those of
 * the deployment's own configuration set go. Everything is named after the project, so that what
 * exists already is the project's, from an earlier or an interrupted call. The operations are
 * called without the SES client, as in {@link SesMailSender}.
 *
 * <p>Source: CreateTenant, CreateConfigurationSet, CreateConfigurationSetEventDestination and
 * CreateTenantResourceAssociation in the SES API v2 reference; "Tenants" in the SES Developer
 * Guide: a tenant sends with an identity and a configuration set that are associated with it;
 * "Service quotas in Amazon SES": one call per second, except for sending.
 */
public final class SesMailTenants implements MailTenants {
    private static final String PATH = "/v2/email/";
    private static final String DESTINATION = "reports";

    /** As in template.yaml, for the deployment's own configuration set. */
    private static final List<String> SUPPRESSED = List.of("BOUNCE", "COMPLAINT");

    private static final List<String> EVENTS =
            List.of("SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY", "RENDERING_FAILURE");

    private static final Duration PAUSE = Duration.ofMillis(1_100);

    /** In characters (CreateConfigurationSet, ConfigurationSetName). */
    private static final int MAX_NAME = 64;

    /** Together with lost and other calls, below the function's 20 seconds. */
    private static final int MAX_PAUSES = 8;

    /** Calls without a response, each of which takes up to four seconds. */
    private static final int MAX_LOST = 1;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final AwsClients clients;
    private final String configurationSet;
    private final String eventBusArn;
    private final Consumer<Duration> pause;

    /**
     * @param configurationSet the deployment's own configuration set
     * @param eventBusArn the event bus of the account and Region in which SES sends
     */
    public SesMailTenants(AwsClients clients, String configurationSet, String eventBusArn) {
        this(clients, configurationSet, eventBusArn, SesMailTenants::sleep);
    }

    /**
     * @param pause returns after this time
     */
    SesMailTenants(
            AwsClients clients,
            String configurationSet,
            String eventBusArn,
            Consumer<Duration> pause) {
        this.clients = clients;
        this.configurationSet = configurationSet;
        this.eventBusArn = eventBusArn;
        this.pause = pause;
    }

    private enum Result {
        EXISTS,
        UNKNOWN_RESOURCE,
        INVALID
    }

    @Override
    public String setUp(ProjectId project, EmailAddress sender) {
        String tenant = project.value();
        String set = SesMailSender.configurationSetOf(configurationSet, tenant);
        requireLength(set);
        Calls calls = new Calls();
        calls.require("tenants", Map.of("TenantName", tenant));
        calls.require(
                "configuration-sets",
                Map.of(
                        "ConfigurationSetName",
                        set,
                        "SuppressionOptions",
                        Map.of("SuppressedReasons", SUPPRESSED),
                        "ReputationOptions",
                        Map.of("ReputationMetricsEnabled", true)));
        calls.require(
                "configuration-sets/" + set + "/event-destinations",
                Map.of(
                        "EventDestinationName",
                        DESTINATION,
                        "EventDestination",
                        Map.of(
                                "Enabled",
                                true,
                                "MatchingEventTypes",
                                EVENTS,
                                "EventBridgeDestination",
                                Map.of("EventBusArn", eventBusArn))));
        calls.require("tenants/resources", association(tenant, "configuration-set/" + set));
        boolean verified =
                identities(sender).stream()
                        .anyMatch(
                                identity ->
                                        calls.call(
                                                        "tenants/resources",
                                                        association(tenant, "identity/" + identity))
                                                == Result.EXISTS);
        if (!verified) {
            throw ProblemException.invalid(
                    "/from",
                    "is unknown to Amazon SES in this account and Region: let SES verify its domain"
                            + " or the address, and repeat the request");
        }
        return tenant;
    }

    private static void requireLength(String set) {
        int excess = set.length() - MAX_NAME;
        if (excess > 0) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    ("the stack's name is %d character%s too long for the names of SES"
                                    + " configuration sets: deploy it with a shorter one")
                            .formatted(excess, excess == 1 ? "" : "s"));
        }
    }

    /**
     * The identities with which SES can send from an address, in the order in which it looks for
     * one: the address, its domain, and the domains above that ("Verified identities in Amazon
     * SES").
     */
    static List<String> identities(EmailAddress sender) {
        List<String> identities = new ArrayList<>(List.of(sender.value()));
        String domain = sender.value().substring(sender.value().lastIndexOf('@') + 1);
        while (domain.contains(".")) {
            identities.add(domain);
            domain = domain.substring(domain.indexOf('.') + 1);
        }
        return identities;
    }

    private Map<String, Object> association(String tenant, String resource) {
        String[] bus = eventBusArn.split(":", -1);
        return Map.of(
                "TenantName",
                tenant,
                "ResourceArn",
                "arn:%s:ses:%s:%s:%s".formatted(bus[1], bus[3], bus[4], resource));
    }

    /** The calls that set up one project, slow enough for SES. */
    private final class Calls {
        private int pauses;
        private int lost;

        void require(String path, Map<String, Object> request) {
            switch (call(path, request)) {
                case EXISTS -> {}
                // it was created a moment ago, or is being deleted
                case UNKNOWN_RESOURCE -> throw busy();
                case INVALID ->
                        throw new IllegalStateException(
                                "SES rejects %s as invalid".formatted(path));
            }
        }

        Result call(String path, Map<String, Object> request) {
            AwsClients.SignedAnswer answer = post(path, request);
            while (isThrottled(answer)) {
                if (pauses == MAX_PAUSES) {
                    throw busy();
                }
                pauses++;
                pause.accept(PAUSE);
                answer = post(path, request);
            }
            return resultOf(path, answer);
        }

        /** A call without a response is repeated, too: what it has created exists already. */
        private AwsClients.SignedAnswer post(String path, Map<String, Object> request) {
            while (true) {
                try {
                    return clients.post(
                            AwsClients.SignedCall.rest(
                                    "email", "ses", PATH + path, Json.write(request)));
                } catch (IOException | SdkException e) {
                    if (lost == MAX_LOST) {
                        throw busy(e);
                    }
                    lost++;
                }
            }
        }
    }

    private static boolean isThrottled(AwsClients.SignedAnswer answer) {
        return answer.status() == TOO_MANY_REQUESTS || answer.error().startsWith("Throttling");
    }

    private static Result resultOf(String path, AwsClients.SignedAnswer answer) {
        if (answer.status() == OK || answer.error().startsWith("AlreadyExists")) {
            return Result.EXISTS;
        }
        if (answer.status() == NOT_FOUND) {
            return Result.UNKNOWN_RESOURCE;
        }
        if (answer.error().startsWith("BadRequest")) {
            // as for an address that cannot be part of an ARN
            return Result.INVALID;
        }
        if (answer.status() >= SERVER_ERROR
                || answer.error().startsWith("ConcurrentModification")) {
            throw busy();
        }
        if (answer.error().startsWith("LimitExceeded")) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "Amazon SES allows no more tenants or configuration sets in this account and"
                            + " Region: request a higher quota, and repeat the request");
        }
        throw new IllegalStateException(
                "SES refuses %s: %d %s".formatted(path, answer.status(), answer.error()));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    private static ProblemException busy(Exception cause) {
        ProblemException busy = busy();
        busy.initCause(cause);
        return busy;
    }

    private static ProblemException busy() {
        return ProblemException.tryAgain(
                "Amazon SES could not be set up for the project just now; the sender is unchanged",
                RETRY_AFTER);
    }
}
