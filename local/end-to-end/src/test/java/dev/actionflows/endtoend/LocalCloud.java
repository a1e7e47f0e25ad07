package dev.actionflows.endtoend;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The cloud below a deployment, for injecting faults that the API cannot cause.
 *
 * @param stack the deployment's
 */
record LocalCloud(String stack, String stateMachine) {
    private static final Pattern PHYSICAL_ID =
            Pattern.compile("<PhysicalResourceId>([^<]+)</PhysicalResourceId>");

    static LocalCloud express() {
        return new LocalCloud(
                Deployment.variable("STACK_NAME"), Deployment.variable("STATE_MACHINE_ARN"));
    }

    static LocalCloud standard() {
        return new LocalCloud(
                Deployment.variable("STANDARD_STACK_NAME"),
                Deployment.variable("STANDARD_STATE_MACHINE_ARN"));
    }

    /**
     * Denies a function an action. An explicit denial overrides all other permissions, so that
     * lifting it restores the original state.
     *
     * @param function its logical id
     * @param action such as {@code dynamodb:*}
     */
    Outage refuse(String function, String action) {
        String role = physicalId(function + "Role");
        String name = "outage";
        String policy =
                Json.write(
                        Map.of(
                                "Version",
                                "2012-10-17",
                                "Statement",
                                List.of(
                                        Map.of(
                                                "Effect", "Deny",
                                                "Action", action,
                                                "Resource", "*"))));
        iam(
                Map.of(
                        "Action", "PutRolePolicy",
                        "RoleName", role,
                        "PolicyName", name,
                        "PolicyDocument", policy));
        return () ->
                iam(
                        Map.of(
                                "Action", "DeleteRolePolicy",
                                "RoleName", role,
                                "PolicyName", name));
    }

    /** One execution of the state machine. */
    record FlowExecution(String arn, String status) {
        /** Whether it was started for this run. */
        boolean isOf(String runId) {
            return arn.contains(runId);
        }
    }

    List<FlowExecution> executions() {
        Map<String, @Nullable Object> found =
                stepFunctions(
                        "ListExecutions",
                        Map.of("stateMachineArn", stateMachine, "maxResults", 1000));
        return Label.list(found, "executions").stream()
                .map(
                        it ->
                                new FlowExecution(
                                        Label.text(it, "executionArn"), Label.text(it, "status")))
                .toList();
    }

    void stop(FlowExecution execution) {
        stepFunctions("StopExecution", Map.of("executionArn", execution.arn()));
    }

    /** The processes of this deployment's functions. */
    List<ProcessHandle> functionProcesses() {
        long emulator = Long.parseLong(Deployment.variable("EMULATOR_PID"));
        String ours = "DEPLOYMENT=" + stack;
        return ProcessHandle.of(emulator)
                .orElseThrow()
                .descendants()
                .filter(process -> environment(process).contains(ours))
                .toList();
    }

    private static List<String> environment(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
            return Arrays.asList(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException e) {
            // it has ended meanwhile
            return List.of();
        }
    }

    private String physicalId(String logicalId) {
        Answer answer =
                query(
                        "cloudformation",
                        Map.of(
                                "Action",
                                "DescribeStackResource",
                                "Version",
                                "2010-05-15",
                                "StackName",
                                stack,
                                "LogicalResourceId",
                                logicalId));
        Matcher id = PHYSICAL_ID.matcher(answer.body());
        if (!id.find()) {
            throw new AssertionError("no " + logicalId + " in " + answer);
        }
        return id.group(1);
    }

    private static void iam(Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(parameters);
        form.put("Version", "2010-05-08");
        Answer answer = query("iam", form);
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
    }

    private static Map<String, @Nullable Object> stepFunctions(
            String action, Map<String, ?> request) {
        return Deployment.send(
                        request("states")
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("X-Amz-Target", "AWSStepFunctions." + action)
                                .POST(BodyPublishers.ofString(Json.write(request))))
                .json(200);
    }

    /**
     * Puts a message into one of the stack's queues, as something else in the account does.
     *
     * @param queue its logical id
     */
    void sendMessage(String queue, String message) {
        Map<String, ?> request = Map.of("QueueUrl", physicalId(queue), "MessageBody", message);
        Deployment.send(
                        request("sqs")
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("X-Amz-Target", "AmazonSQS.SendMessage")
                                .POST(BodyPublishers.ofString(Json.write(request))))
                .json(200);
    }

    /**
     * Invokes a function like its schedule does.
     *
     * @param function its logical id
     */
    Map<String, @Nullable Object> invoke(String function) {
        return Deployment.send(
                        request(
                                        "lambda",
                                        "/2015-03-31/functions/"
                                                + physicalId(function)
                                                + "/invocations")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                .json(200);
    }

    /**
     * Forgets when new releases of the artist were last looked for, as if time had passed.
     *
     * @param since when the first fan opted in
     */
    void makeArtistDue(String projectId, String artistId, Instant since) {
        Map<String, ?> update =
                Map.of(
                        "TableName",
                        physicalId("Table"),
                        "Key",
                        Map.of(
                                "pk",
                                Map.of("S", "WATCHED_ARTISTS"),
                                "sk",
                                Map.of("S", "PROJECT#" + projectId + "#" + artistId)),
                        "UpdateExpression",
                        "SET since = :since REMOVE checkedAt",
                        "ExpressionAttributeValues",
                        Map.of(":since", Map.of("N", Long.toString(since.toEpochMilli()))),
                        "ConditionExpression",
                        "attribute_exists(checkedAt)");
        Deployment.send(
                        request("dynamodb")
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("X-Amz-Target", "DynamoDB_20120810.UpdateItem")
                                .POST(BodyPublishers.ofString(Json.write(update))))
                .json(200);
    }

    /**
     * A schedule of EventBridge Scheduler.
     *
     * @param group the logical id of its group
     */
    Map<String, @Nullable Object> schedule(String group, String name) {
        return Deployment.send(
                        request(
                                        "scheduler",
                                        "/schedules/" + name + "?groupName=" + physicalId(group))
                                .GET())
                .json(200);
    }

    /** Schedules the same to be sent at once, under another name. */
    void fireNow(String group, Map<String, @Nullable Object> schedule) {
        Map<String, @Nullable Object> now = new TreeMap<>();
        now.put("GroupName", physicalId(group));
        now.put("ScheduleExpression", "at(2026-01-01T00:00:00)");
        for (String same : List.of("FlexibleTimeWindow", "ActionAfterCompletion", "Target")) {
            now.put(same, schedule.get(same));
        }
        Deployment.send(
                        request("scheduler", "/schedules/now-" + UUID.randomUUID())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(Json.write(now))))
                .json(200);
    }

    /** The value of a secret in Secrets Manager. */
    String secret(String name) {
        return Label.text(
                secretsManager("GetSecretValue", Map.of("SecretId", name)), "SecretString");
    }

    void putSecret(String name, String value) {
        // the token that AWS's own clients add
        secretsManager(
                "PutSecretValue",
                Map.of(
                        "SecretId",
                        name,
                        "SecretString",
                        value,
                        "ClientRequestToken",
                        UUID.randomUUID().toString()));
    }

    private static Map<String, @Nullable Object> secretsManager(
            String action, Map<String, ?> request) {
        return Deployment.send(
                        request("secretsmanager")
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header("X-Amz-Target", "secretsmanager." + action)
                                .POST(BodyPublishers.ofString(Json.write(request))))
                .json(200);
    }

    /**
     * Everything that the deployment has written, except its table and the emails and texts that it
     * sent: each line of its logs, which contain its metrics, each execution with its full history,
     * and each message in a queue.
     */
    List<String> allOutput() {
        List<String> written = new ArrayList<>();
        for (Map<String, @Nullable Object> group :
                Label.list(logs("DescribeLogGroups", Map.of("limit", 50)), "logGroups")) {
            String name = Label.text(group, "logGroupName");
            if (name.contains(stack + "/") || name.contains(stack + "-")) {
                written.addAll(linesOf(name));
            }
        }
        for (FlowExecution execution : executions()) {
            Map<String, ?> request = Map.of("executionArn", execution.arn());
            written.add(Json.write(stepFunctions("DescribeExecution", request)));
            written.add(Json.write(stepFunctions("GetExecutionHistory", request)));
        }
        written.add(
                Json.write(
                        Deployment.send(request("sqs", "/_ministack/sqs/messages").GET())
                                .json(200)));
        return written;
    }

    private static List<String> linesOf(String group) {
        List<String> lines = new ArrayList<>();
        Map<String, Object> request = new TreeMap<>(Map.of("logGroupName", group, "limit", 10_000));
        while (true) {
            Map<String, @Nullable Object> page = logs("FilterLogEvents", request);
            Label.list(page, "events").forEach(it -> lines.add(Label.text(it, "message")));
            if (!(page.get("nextToken") instanceof String next)
                    || next.equals(request.get("nextToken"))) {
                return lines;
            }
            request.put("nextToken", next);
        }
    }

    private static Map<String, @Nullable Object> logs(String action, Map<String, ?> request) {
        return Deployment.send(
                        request("logs")
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header("X-Amz-Target", "Logs_20140328." + action)
                                .POST(BodyPublishers.ofString(Json.write(request))))
                .json(200);
    }

    /** Verifies a domain for SES, as AWS does once its owner has proved ownership. */
    static void verifySender(String domain) {
        Deployment.send(
                        request("ses", "/v2/email/identities")
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                Json.write(Map.of("EmailIdentity", domain)))))
                .json(200);
    }

    /**
     * Reports what became of the last email to this address, as a person at the local cloud does.
     *
     * @param kind such as {@code bounce}: see local/mail.py
     */
    static void reportMail(String kind, String address) {
        try {
            Process tool =
                    new ProcessBuilder("python3", "../mail.py", kind, address)
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the rule for SES's events forwards those of a configuration set. */
    boolean passesMailRule(String configurationSet) {
        Map<String, @Nullable Object> rule =
                events("DescribeRule", Map.of("Name", physicalId("MailReportsRule")));
        String event =
                Json.write(
                        Map.of(
                                "id", "1",
                                "account", "000000000000",
                                "source", "aws.ses",
                                "time", "2026-11-02T12:00:00Z",
                                "region", "us-east-1",
                                "resources", List.of(),
                                "detail-type", "Email Bounced",
                                "detail",
                                        Map.of(
                                                "mail",
                                                Map.of(
                                                        "tags",
                                                        Map.of(
                                                                "ses:configuration-set",
                                                                List.of(configurationSet))))));
        return Boolean.TRUE.equals(
                events(
                                "TestEventPattern",
                                Map.of(
                                        "EventPattern",
                                        Label.text(rule, "EventPattern"),
                                        "Event",
                                        event))
                        .get("Result"));
    }

    private static Map<String, @Nullable Object> events(String operation, Map<String, ?> request) {
        return Deployment.send(
                        request("events")
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header("X-Amz-Target", "AWSEvents." + operation)
                                .POST(BodyPublishers.ofString(Json.write(request))))
                .json(200);
    }

    /** The emails that SES would have sent to this address. */
    static List<Map<?, ?>> mailsTo(String address) {
        List<Map<?, ?>> found = new ArrayList<>();
        collect(
                Deployment.send(request("ses", "/_ministack/ses/messages").GET()).json(200),
                address,
                found);
        return found;
    }

    private static void collect(@Nullable Object value, String address, List<Map<?, ?>> found) {
        switch (value) {
            case Map<?, ?> map when String.valueOf(map.get("To")).contains(address) ->
                    found.add(map);
            case Map<?, ?> map -> map.values().forEach(it -> collect(it, address, found));
            case List<?> list -> list.forEach(it -> collect(it, address, found));
            case null, default -> {}
        }
    }

    private static Answer query(String service, Map<String, String> parameters) {
        String form =
                parameters.entrySet().stream()
                        .map(
                                it ->
                                        it.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return Deployment.send(
                request(service)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    /** The emulator reads the service from the signature's scope and ignores the rest. */
    private static HttpRequest.Builder request(String service) {
        return request(service, "");
    }

    private static HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(URI.create(Deployment.variable("CLOUD_URL") + path))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/"
                                + service
                                + "/aws4_request, SignedHeaders=host, Signature=0");
    }
}
