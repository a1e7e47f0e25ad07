package dev.actionflows.benchmarks;

import dev.actionflows.aws.FakeKms;
import dev.actionflows.aws.LocalDynamoDb;
import dev.actionflows.aws.ScriptedAws;
import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A single AWS endpoint for the functions, which counts their calls. It forwards to DynamoDB Local,
 * and fakes what the functions use of the other services.
 */
final class StandInAws implements ScriptedAws.Service {
    /** The secret with the app secret that signs the sample events. */
    static final String INSTAGRAM_APP = "instagram-app";

    private static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    /** Started before the first call, which does not wait as long as that may take. */
    private final URI dynamoDb = LocalDynamoDb.endpoint();

    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeKms kms = new FakeKms();
    private final List<Call> calls = new ArrayList<>();
    private Optional<Map<String, @Nullable Object>> started = Optional.empty();
    private Optional<WrittenPartitions> partitions = Optional.empty();

    /**
     * One call over the wire, retries included.
     *
     * @param name such as {@code dynamodb:PutItem}
     * @param readUnits of DynamoDB, indexes included; 0 for other services
     * @param writeUnits as readUnits
     */
    record Call(String name, double readUnits, double writeUnits) {}

    @Override
    public Answer answer(Request request) {
        String target = request.headers().getOrDefault("x-amz-target", "");
        return switch (target.substring(0, Math.max(0, target.indexOf('.')))) {
            case "DynamoDB_20120810" -> dynamoDb(request);
            case "TrentService" -> {
                count(new Call("kms:" + request.operation(), 0, 0));
                yield kms.answer(request);
            }
            case "AWSStepFunctions" -> {
                count(new Call("states:" + request.operation(), 0, 0));
                yield execution(request);
            }
            case "AmazonSQS" -> {
                count(new Call("sqs:" + request.operation(), 0, 0));
                yield Answer.ok(
                        Map.of(
                                "MessageId",
                                "1",
                                "MD5OfMessageBody",
                                md5(request.text("MessageBody"))));
            }
            case "secretsmanager" -> {
                count(new Call("secretsmanager:" + request.operation(), 0, 0));
                yield Answer.ok(
                        Map.of(
                                "SecretString",
                                request.text("SecretId").equals(INSTAGRAM_APP)
                                        ? "{\"appSecret\":\"SampleAppSecretOfTheSampleEvents\"}"
                                        : "administrator"));
            }
            default -> Answer.refused("UnknownOperationException");
        };
    }

    /** The checksum by which the SDK verifies the message's integrity. */
    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("MD5")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private synchronized Answer execution(Request request) {
        started = Optional.of(Json.readObject(request.text("input")));
        return Answer.ok(
                Map.of(
                        "executionArn",
                        "arn:aws:states:us-east-1:123456789012:express:a:b:c",
                        "startDate",
                        1793620800.5));
    }

    /** The input of the latest execution. */
    synchronized Map<String, @Nullable Object> takeStarted() {
        Map<String, @Nullable Object> input = started.orElseThrow();
        started = Optional.empty();
        return input;
    }

    private synchronized void written(Map<?, ?> body, @Nullable Object consumed) {
        partitions.ifPresent(it -> it.add(body, consumed));
    }

    /** Counts writes by partition from now on, or no more. */
    synchronized void countIn(Optional<WrittenPartitions> written) {
        partitions = written;
    }

    private synchronized void count(Call call) {
        calls.add(call);
    }

    /** The calls since the previous invocation, in order. */
    synchronized List<Call> takeCalls() {
        List<Call> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    private Answer dynamoDb(Request request) {
        Map<String, @Nullable Object> body = new HashMap<>(request.body());
        body.put("ReturnConsumedCapacity", "INDEXES");
        HttpRequest forwarded =
                HttpRequest.newBuilder(dynamoDb)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "DynamoDB_20120810." + request.operation())
                        .header(
                                "Authorization",
                                request.headers().getOrDefault("authorization", ""))
                        .header("X-Amz-Date", request.headers().getOrDefault("x-amz-date", ""))
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build();
        try {
            HttpResponse<String> response =
                    http.send(forwarded, HttpResponse.BodyHandlers.ofString());
            Map<String, @Nullable Object> answer = Json.readObject(response.body());
            boolean write = WRITES.contains(request.operation());
            Object consumed = answer.remove("ConsumedCapacity");
            double counted = units(consumed);
            if (write) {
                written(request.body(), consumed);
            }
            // a rejected write is charged, though DynamoDB Local does not report it; our items are
            // below a kilobyte
            double units = write && response.statusCode() == 400 ? 1 : counted;
            count(
                    new Call(
                            "dynamodb:" + request.operation(),
                            write ? 0 : units,
                            write ? units : 0));
            return new Answer(response.statusCode(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double units(@Nullable Object consumed) {
        return switch (consumed) {
            case Map<?, ?> one when one.get("CapacityUnits") instanceof Number units ->
                    units.doubleValue();
            case List<?> many -> many.stream().mapToDouble(StandInAws::units).sum();
            case null, default -> 0;
        };
    }
}
