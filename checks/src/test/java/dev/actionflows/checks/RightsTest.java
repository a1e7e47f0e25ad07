package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.checks.ReachableCalls.Call;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the AWS calls that each function's code can reach with the permissions of its role. A
 * missing permission would only show on AWS, when it is first needed, since the local cloud does
 * not check any. A superfluous permission has to be removed.
 */
class RightsTest {
    private static final Map<String, Object> RESOURCES =
            ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Resources"));

    private static final Pattern CLIENT =
            Pattern.compile("software/amazon/awssdk/services/(\\w+)/\\w+Client");

    private static final String QUERY =
            "software/amazon/awssdk/services/dynamodb/model/QueryRequest";
    private static final String TRANSACTION_BUILDER =
            "software/amazon/awssdk/services/dynamodb/model/TransactWriteItem$Builder";

    /** Services whose SDK package differs from their prefix in policies. */
    private static final Map<String, String> PREFIXES = Map.of("sfn", "states", "sesv2", "ses");

    /** Calls whose permission has a different name. */
    private static final Map<String, String> OTHER_PERMISSIONS =
            Map.of("sqs:SendMessageBatch", "sqs:SendMessage");

    private static final String OWN_ACCOUNT_ARN =
            "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s";

    /**
     * The required resource types of each action. Source: "Actions, resources, and condition keys
     * for Amazon Simple Email Service v2", Service Authorization Reference. The id in a tenant's
     * ARN is not known before it exists.
     */
    private static final List<String> SES_SET_UP =
            Stream.of(
                            "CreateTenant tenant/prj_*",
                            "CreateConfigurationSet configuration-set/${AWS::StackName}-mail-prj_*",
                            "CreateConfigurationSetEventDestination"
                                    + " configuration-set/${AWS::StackName}-mail-prj_*",
                            "CreateTenantResourceAssociation tenant/prj_*",
                            "CreateTenantResourceAssociation"
                                    + " configuration-set/${AWS::StackName}-mail-prj_*",
                            "CreateTenantResourceAssociation identity/*",
                            "CreateTenantResourceAssociation template/*")
                    .map(it -> it.split(" ", -1))
                    .map(it -> "ses:" + it[0] + " " + OWN_ACCOUNT_ARN.formatted("ses", it[1]))
                    .toList();

    /** The permissions for calls that bypass the SDK's clients, by the class that makes them. */
    private static final Map<String, List<String>> SIGNED =
            Map.of(
                    "dev/actionflows/aws/AwsCreditAlertPublisher",
                    List.of(
                            "events:PutEvents "
                                    + OWN_ACCOUNT_ARN.formatted("events", "event-bus/default"),
                            "sns:Publish AlarmTopic",
                            // the topic is encrypted
                            "kms:Decrypt OperationsKey.Arn",
                            "kms:GenerateDataKey OperationsKey.Arn"),
                    "dev/actionflows/aws/SesMailSender",
                    List.of(
                            "ses:SendEmail " + OWN_ACCOUNT_ARN.formatted("ses", "identity/*"),
                            "ses:SendEmail "
                                    + OWN_ACCOUNT_ARN.formatted("ses", "configuration-set/*")),
                    "dev/actionflows/aws/SesMailTenants",
                    SES_SET_UP,
                    "dev/actionflows/aws/EventBridgeReleaseDaySchedule",
                    List.of(
                            "scheduler:CreateSchedule "
                                    + OWN_ACCOUNT_ARN.formatted(
                                            "scheduler", "schedule/${ReleaseSchedules}/*"),
                            "iam:PassRole ReleaseScheduleRole.Arn"),
                    "dev/actionflows/aws/AwsTextSender",
                    Stream.of("phone-number/*", "pool/*", "sender-id/*")
                            .map(what -> OWN_ACCOUNT_ARN.formatted("sms-voice", what))
                            .map(sender -> "sms-voice:SendTextMessage " + sender)
                            .toList());

    /** In a transaction, each write needs its own permission, and the transaction itself none. */
    private static final Map<String, String> WRITES =
            Map.of(
                    "put", "dynamodb:PutItem",
                    "update", "dynamodb:UpdateItem",
                    "delete", "dynamodb:DeleteItem",
                    "conditionCheck", "dynamodb:ConditionCheckItem");

    /** The template's references to the resources of each service. */
    private static final Map<String, String> GRANTED =
            Map.of(
                    "dynamodb", "Table.Arn",
                    "kms", "ProjectKey.Arn");

    /**
     * Permissions that the analysis finds though they are never needed. The management API checks
     * steps and plays them in dry runs, which send nothing.
     */
    private static final Map<String, Set<String>> NEVER_NEEDED =
            Map.of(
                    "FlowsApiFunction",
                    Set.of(
                            "ses:SendEmail",
                            "sms-voice:SendTextMessage",
                            "sqs:SendMessage OutcomeEvents.QueueName",
                            "dynamodb:ConditionCheckItem"));

    private static final String DEAD_LETTERS =
            Stream.of(
                            "WakeUps",
                            "DetectedReleases",
                            "OutcomeEvents",
                            "CatalogMatches",
                            "EmailReports",
                            "SmsEvents",
                            "Erasures",
                            "WebhookDeliveries")
                    .map(queue -> queue + "Dead.QueueName")
                    .collect(Collectors.joining(" "));

    /** The queue that each of our classes calls, or several. */
    private static final Map<String, String> QUEUES =
            Map.of(
                    "dev/actionflows/aws/SqsWakeUpQueue", "WakeUps.QueueName",
                    "dev/actionflows/aws/SqsDeadLetters", DEAD_LETTERS,
                    "dev/actionflows/aws/SqsErasureQueue", "Erasures.QueueName",
                    "dev/actionflows/aws/SqsDetectedReleaseQueue", "DetectedReleases.QueueName",
                    "dev/actionflows/aws/SqsOutcomeEventQueue", "OutcomeEvents.QueueName",
                    "dev/actionflows/aws/SqsMatchQueue", "CatalogMatches.QueueName",
                    "dev/actionflows/aws/SqsWebhookQueue", "WebhookDeliveries.QueueName");

    /** The state machine that each of our classes starts. */
    private static final Map<String, String> MACHINES =
            Map.of(
                    "dev/actionflows/aws/SfnExecutionStarter", "ActionFlow.Name",
                    "dev/actionflows/aws/SfnReplayStarter", "Replay.Name",
                    "dev/actionflows/aws/SfnReleaseDayStarter", "ReleaseDay.Name");

    /** Calls DynamoDB itself, for a table of its own. */
    private static final String ERASURE_LOG = "dev/actionflows/aws/DynamoDbErasureLog";

    private static final String TABLE = "Table.Arn";

    /** The eraser works on restored tables as on the stack's own. */
    private static final Set<String> OF_RESTORED_TABLES = Set.of("EraserFunction");

    static Stream<String> functions() {
        return DeployedFunctions.names();
    }

    private static Stream<String> ofType(String type) {
        return RESOURCES.entrySet().stream()
                .filter(it -> type.equals(ProjectFiles.object(it.getValue()).get("Type")))
                .map(Map.Entry::getKey);
    }

    private static Map<String, Object> properties(String resource) {
        return ProjectFiles.object(ProjectFiles.object(RESOURCES.get(resource)).get("Properties"));
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> many ? many : value == null ? List.of() : List.of(value);
    }

    /** The permissions that a function's code needs, each with its resource. */
    private static Set<String> needed(String function) {
        Set<String> permissions = needed(DeployedFunctions.calls(function));
        if (OF_RESTORED_TABLES.contains(function)) {
            String restored =
                    OWN_ACCOUNT_ARN.formatted("dynamodb", "table/${AWS::StackName}-restored-*");
            for (String permission : List.copyOf(permissions)) {
                if (permission.endsWith(" " + TABLE)) {
                    permissions.add(permission.replace(TABLE, restored));
                } else if (permission.contains("${Table.Arn}/")) {
                    permissions.add(permission.replace("${Table.Arn}", restored));
                }
            }
        }
        permissions.removeIf(
                it ->
                        NEVER_NEEDED.getOrDefault(function, Set.of()).stream()
                                .anyMatch(it::startsWith));
        if (permissions.stream().anyMatch(it -> it.startsWith("secretsmanager:"))) {
            permissions.remove("secretsmanager:GetSecretValue");
            DeployedFunctions.variables(function)
                    .forEach(
                            (name, value) -> {
                                if (name.endsWith("_SECRET")) {
                                    permissions.add(
                                            "secretsmanager:GetSecretValue "
                                                    + OWN_ACCOUNT_ARN.formatted(
                                                            "secretsmanager",
                                                            "secret:" + value + "-??????"));
                                }
                            });
            // The secret is encrypted with this key, so reading it requires permission for the key.
            permissions.add("kms:Decrypt ProjectKey.Arn");
        }
        ofType("AWS::Lambda::EventSourceMapping")
                .map(RightsTest::properties)
                .filter(it -> (function + ".Alias").equals(it.get("FunctionName")))
                .map(it -> String.valueOf(it.get("EventSourceArn")))
                .forEach(
                        queue -> {
                            if (queue.endsWith(".StreamArn")) {
                                // for Lambda, too; ListStreams has no resources
                                Stream.of("DescribeStream", "GetRecords", "GetShardIterator")
                                        .map(action -> "dynamodb:" + action + " " + queue)
                                        .forEach(permissions::add);
                                return;
                            }
                            permissions.add("to be called with " + queue);
                            // for Lambda, which polls in the name of the function
                            permissions.add(
                                    "sqs:GetQueueAttributes "
                                            + queue.replace(".Arn", ".QueueName"));
                        });
        return permissions;
    }

    private static Set<String> needed(List<Call> calls) {
        Set<String> permissions = new TreeSet<>();
        Map<String, String> indexes = new HashMap<>();
        for (Call call : calls) {
            if (call.owner().equals(QUERY + "$Builder") && call.name().equals("indexName")) {
                // The request is the last one that was created before it.
                lastQueryBefore(call, calls).ifPresent(it -> indexes.put(it, call.text()));
            }
        }
        for (Call call : calls) {
            Matcher client = CLIENT.matcher(call.owner());
            if (client.matches() && !Set.of("builder", "close").contains(call.name())) {
                String service = client.group(1);
                String action =
                        PREFIXES.getOrDefault(service, service)
                                + ":"
                                + Character.toUpperCase(call.name().charAt(0))
                                + call.name().substring(1);
                if (service.equals("sqs")) {
                    for (String queue : called(call, QUEUES).split(" ", -1)) {
                        permissions.add(
                                OTHER_PERMISSIONS.getOrDefault(action, action) + " " + queue);
                    }
                } else if (service.equals("sfn")) {
                    permissions.add(action + " " + called(call, MACHINES));
                } else if (!Set.of("dynamodb:Query", "dynamodb:TransactWriteItems")
                        .contains(action)) {
                    permissions.add(permission(action, call));
                }
            }
            if (call.owner().equals(QUERY) && call.name().equals("builder")) {
                String index = indexes.get(place(call));
                permissions.add(
                        "dynamodb:Query "
                                + (index == null ? "Table.Arn" : "${Table.Arn}/index/" + index));
            }
            if (call.owner().equals(TRANSACTION_BUILDER) && WRITES.containsKey(call.name())) {
                permissions.add(permission(String.valueOf(WRITES.get(call.name())), call));
            }
            if (call.owner().equals("dev/actionflows/aws/AwsClients")
                    && call.name().equals("post")) {
                String caller = call.from().replaceFirst("\\$.*", "");
                assertThat(SIGNED).as("what a signed call needs").containsKey(caller);
                permissions.addAll(SIGNED.getOrDefault(caller, List.of()));
            }
        }
        return permissions;
    }

    private static Optional<String> lastQueryBefore(Call call, List<Call> calls) {
        return calls.stream()
                .filter(it -> it.owner().equals(QUERY) && it.name().equals("builder"))
                .filter(it -> it.from().equals(call.from()) && it.method().equals(call.method()))
                .filter(it -> it.place() < call.place())
                .max(Comparator.comparingInt(Call::place))
                .map(RightsTest::place);
    }

    private static String place(Call call) {
        return call.from() + " " + call.method() + " " + call.place();
    }

    private static String called(Call call, Map<String, String> resources) {
        String caller = call.from().replaceFirst("\\$.*", "");
        assertThat(resources).as("the resource that it calls").containsKey(caller);
        return String.valueOf(resources.get(caller));
    }

    private static String permission(String action, Call call) {
        String service = action.substring(0, action.indexOf(':'));
        if (service.equals("dynamodb")
                && call.from().replaceFirst("\\$.*", "").equals(ERASURE_LOG)) {
            return action + " ErasureLog.Arn";
        }
        return GRANTED.containsKey(service) ? action + " " + GRANTED.get(service) : action;
    }

    /** The permissions that a function's policies grant. */
    private static Set<String> granted(String function) {
        Set<String> permissions = new TreeSet<>();
        for (Object policy : list(properties(function).get("Policies"))) {
            ProjectFiles.object(policy)
                    .forEach((kind, value) -> permissions.addAll(permissionsOf(kind, value)));
        }
        return permissions;
    }

    private static Set<String> permissionsOf(String kind, Object value) {
        Set<String> permissions = new TreeSet<>();
        switch (kind) {
            case "Statement" -> list(value).forEach(it -> permissions.addAll(permissionsOf(it)));
            case "KMSDecryptPolicy" -> permissions.add("kms:Decrypt " + only(value) + ".Arn");
            case "SQSSendMessagePolicy" -> permissions.add("sqs:SendMessage " + only(value));
            case "SQSPollerPolicy" -> {
                permissions.add("to be called with " + only(value).replace(".QueueName", ".Arn"));
                // for Lambda, which polls on the function's behalf; its code may receive, too
                permissions.add("sqs:GetQueueAttributes " + only(value));
            }
            case "StepFunctionsExecutionPolicy" ->
                    permissions.add("states:StartExecution " + only(value));
            default -> throw new AssertionError("what does " + kind + " grant?");
        }
        return permissions;
    }

    private static Set<String> permissionsOf(Object statement) {
        Map<String, Object> fields = ProjectFiles.object(statement);
        assertThat(fields).containsEntry("Effect", "Allow").doesNotContainKey("NotAction");
        List<Object> resources = new ArrayList<>();
        for (Object resource : list(fields.get("Resource"))) {
            // A conditional value is a tag with the condition and two values; AWS gets the second.
            if (!"OnLocalCloud".equals(resource) && !"*".equals(resource)) {
                resources.addAll(list(resource));
            }
        }
        Set<String> permissions = new TreeSet<>();
        for (Object action : list(fields.get("Action"))) {
            // SAM's policies refer to a queue by its name
            String owner = action.toString().startsWith("sqs:") ? ".QueueName" : ".Arn";
            resources.forEach(
                    resource ->
                            permissions.add(
                                    action + " " + resource.toString().replace(".Arn", owner)));
        }
        return permissions;
    }

    private static String only(Object value) {
        return ProjectFiles.object(value).values().stream()
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void a_role_allows_exactly_what_its_functions_code_can_call(String function) {
        assertThat(granted(function)).containsExactlyInAnyOrderElementsOf(needed(function));
    }

    static Stream<String> machines() {
        return ofType("AWS::Serverless::StateMachine");
    }

    @ParameterizedTest
    @MethodSource("machines")
    void the_state_machines_role_allows_exactly_what_its_states_do(String machine) {
        Map<String, Object> substitutions =
                ProjectFiles.object(properties(machine).get("DefinitionSubstitutions"));
        Map<String, @Nullable Object> definition =
                ProjectFiles.json(String.valueOf(properties(machine).get("DefinitionUri")));
        Set<String> needed =
                permissionsOfStates(
                        ProjectFiles.object(definition.get("States")),
                        substitutions,
                        String.valueOf(properties(machine).get("Name")));

        Set<String> granted =
                granted(machine).stream()
                        .filter(it -> !it.startsWith("logs:"))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(needed).isNotEmpty();
        assertThat(granted).isEqualTo(needed);
    }

    private static Set<String> permissionsOfStates(
            Map<String, Object> states, Map<String, Object> substitutions, String name) {
        Set<String> needed = new TreeSet<>();
        for (Object value : states.values()) {
            Map<String, Object> state = ProjectFiles.object(value);
            if (state.containsKey("Resource")) {
                needed.add(permissionOf(state, substitutions));
            }
            if (state.containsKey("ItemProcessor")) {
                Map<String, Object> processor = ProjectFiles.object(state.get("ItemProcessor"));
                needed.addAll(
                        permissionsOfStates(
                                ProjectFiles.object(processor.get("States")), substitutions, name));
                needed.addAll(permissionsOfDistributedMap(name, state.get("Label")));
            }
        }
        return needed;
    }

    /**
     * A Distributed Map starts executions of its own machine, whose ids contain the map's label.
     * Source: AWS Step Functions Developer Guide, "IAM policies for using Distributed Map states".
     */
    private static Set<String> permissionsOfDistributedMap(String name, @Nullable Object label) {
        Set<String> needed = new TreeSet<>();
        needed.add(
                "states:StartExecution "
                        + OWN_ACCOUNT_ARN.formatted("states", "stateMachine:" + name));
        for (String action : List.of("DescribeExecution", "StopExecution")) {
            for (String execution : List.of(name + ":*", name + "/" + label + ":*")) {
                needed.add(
                        "states:"
                                + action
                                + " "
                                + OWN_ACCOUNT_ARN.formatted("states", "execution:" + execution));
            }
        }
        return needed;
    }

    private static String permissionOf(
            Map<String, Object> state, Map<String, Object> substitutions) {
        Map<String, Object> arguments = ProjectFiles.object(state.get("Arguments"));
        return switch (String.valueOf(state.get("Resource"))) {
            case "arn:aws:states:::lambda:invoke" ->
                    "lambda:InvokeFunction "
                            + substituted(arguments.get("FunctionName"), substitutions);
            case "arn:aws:states:::dynamodb:updateItem" ->
                    "dynamodb:UpdateItem "
                            + substituted(arguments.get("TableName"), substitutions)
                            + ".Arn";
            default -> throw new AssertionError("what does this need? " + state.get("Resource"));
        };
    }

    private static Object substituted(@Nullable Object text, Map<String, Object> substitutions) {
        String name = String.valueOf(text).replaceAll("[${}]", "");
        return Objects.requireNonNull(substitutions.get(name), name);
    }

    @Test
    void a_schedules_role_allows_only_its_target() {
        assertThat(ofType("AWS::Scheduler::Schedule"))
                .isNotEmpty()
                .allSatisfy(
                        schedule -> {
                            Map<String, Object> target =
                                    ProjectFiles.object(properties(schedule).get("Target"));
                            String role = String.valueOf(target.get("RoleArn")).replace(".Arn", "");
                            assertThat(grantedByRole(role))
                                    .containsExactlyElementsOf(permissionsFor(target));
                        });
    }

    /** A schedule that sends something sends it to a queue, or to its dead-letter queue. */
    private static List<String> permissionsFor(Map<String, Object> target) {
        if (!target.containsKey("Input")) {
            return List.of("lambda:InvokeFunction " + target.get("Arn"));
        }
        return Stream.of(target, ProjectFiles.object(target.get("DeadLetterConfig")))
                .map(it -> String.valueOf(it.get("Arn")).replaceFirst("\\.Arn$", ".QueueName"))
                .map("sqs:SendMessage "::concat)
                .toList();
    }

    private static Set<String> grantedByRole(String role) {
        Set<String> granted = new TreeSet<>();
        for (Object policy : list(properties(role).get("Policies"))) {
            Map<String, Object> document =
                    ProjectFiles.object(ProjectFiles.object(policy).get("PolicyDocument"));
            list(document.get("Statement")).forEach(it -> granted.addAll(permissionsOf(it)));
        }
        return granted;
    }

    /**
     * Scheduler sends in the name of the group. Source: EventBridge Scheduler User Guide, "Confused
     * deputy prevention", which requires the ARN of the group, not of a schedule.
     */
    @Test
    void the_role_of_releases_may_only_send_to_their_queues_and_only_for_their_group() {
        assertThat(grantedByRole("ReleaseScheduleRole"))
                .containsExactly(
                        "sqs:SendMessage WakeUps.QueueName",
                        "sqs:SendMessage WakeUpsDead.QueueName");
        assertThat(
                        String.valueOf(
                                properties("ReleaseScheduleRole").get("AssumeRolePolicyDocument")))
                .contains(
                        "Service=scheduler.amazonaws.com",
                        "aws:SourceAccount=AWS::AccountId",
                        "aws:SourceArn=ReleaseSchedules.Arn");
    }

    /** Whoever may create a schedule with any role could do what that role allows. */
    @Test
    void a_role_is_passed_to_the_scheduler_only() {
        assertThat(list(properties("FlowsApiFunction").get("Policies")))
                .map(policy -> ProjectFiles.object(policy).get("Statement"))
                .flatMap(RightsTest::list)
                .map(ProjectFiles::object)
                .filteredOn(it -> list(it.get("Action")).contains("iam:PassRole"))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(String.valueOf(it.get("Condition")))
                                        .contains("iam:PassedToService=scheduler.amazonaws.com"));
    }

    @Test
    void missing_and_superfluous_permissions_are_found() {
        assertThat(needed("SendTextFunction"))
                .as("another function's role lacks the right to its secrets")
                .contains("kms:Decrypt ProjectKey.Arn")
                .isNotEqualTo(granted("AddToSegmentFunction"));
        assertThat(needed("AddToSegmentFunction")).isNotEqualTo(granted("SendTextFunction"));
    }

    /** Tests the analysis itself: what it must and must not find. */
    @Test
    void unreachable_calls_need_no_permission() {
        assertThat(needed("AddToSegmentFunction"))
                .contains(
                        "dynamodb:UpdateItem Table.Arn", "sqs:SendMessage OutcomeEvents.QueueName")
                .noneMatch(it -> it.startsWith("kms:"));
        assertThat(needed("SendTextFunction"))
                .contains("dynamodb:UpdateItem Table.Arn")
                .noneMatch(it -> it.startsWith("sqs:"));
        assertThat(needed("RunSweeperFunction"))
                .contains(
                        "dynamodb:Query ${Table.Arn}/index/due",
                        "sqs:SendMessage WakeUps.QueueName")
                .noneMatch(it -> it.contains("PutItem"));
        assertThat(needed("ReleaseDetectedFunction"))
                .contains(
                        "sqs:SendMessage DetectedReleases.QueueName",
                        "sqs:SendMessage WakeUps.QueueName")
                .noneMatch(it -> it.contains("OutcomeEvents"));
        assertThat(needed("RunStarterFunction"))
                .contains("sqs:SendMessage WakeUps.QueueName")
                .noneMatch(it -> it.contains("DetectedReleases"));
        assertThat(needed("EmbedEventsFunction"))
                .contains(
                        "ses:SendEmail " + OWN_ACCOUNT_ARN.formatted("ses", "configuration-set/*"),
                        "dynamodb:DeleteItem Table.Arn",
                        "kms:GenerateDataKey ProjectKey.Arn");
        assertThat(needed("ReleaseWatcherFunction"))
                .contains(
                        "sqs:SendMessage DetectedReleases.QueueName",
                        "sqs:SendMessage CatalogMatches.QueueName")
                .noneMatch(it -> it.startsWith("states:"));
    }
}
