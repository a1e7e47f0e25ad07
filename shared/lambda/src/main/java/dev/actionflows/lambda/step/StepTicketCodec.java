package dev.actionflows.lambda.step;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.trigger.TriggerType;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Tickets and answers as the state machine writes and reads them; see {@code
 * statemachines/action-flow.asl.json}.
 */
public final class StepTicketCodec {
    private StepTicketCodec() {}

    /**
     * @throws IllegalArgumentException when something is missing; the message names it
     */
    public static StepTicket decode(Map<String, ? extends @Nullable Object> payload) {
        Object execution = payload.get("execution");
        if (!(execution instanceof Map<?, ?> executionFields)) {
            throw new IllegalArgumentException("the step ticket has no execution");
        }
        String enteredAt = text(payload, "enteredAt");
        return new StepTicket(
                new RunKey(
                        new ProjectId(text(payload, "projectId")),
                        new RunId(text(payload, "runId"))),
                number(payload, "epoch"),
                number(payload, "index"),
                token(text(executionFields, "id"), enteredAt),
                Instant.parse(text(executionFields, "startedAt")),
                Instant.parse(enteredAt),
                number(payload, "retryCount"),
                Boolean.TRUE.equals(payload.get("first")),
                !Boolean.FALSE.equals(payload.get("counted")),
                payload.get("outline") instanceof Map<?, ?> outline
                        ? outline(outline)
                        : Optional.empty());
    }

    /** Empty if a later version started the execution, by a trigger that this one does not know. */
    private static Optional<RunOutline> outline(Map<?, ?> fields) {
        return TriggerType.ofWireName(text(fields, "trigger"))
                .map(
                        trigger ->
                                new RunOutline(
                                        new FlowId(text(fields, "flow")),
                                        number(fields, "version"),
                                        new FanId(text(fields, "fan")),
                                        trigger,
                                        Optional.ofNullable(fields.get("subject"))
                                                .map(String::valueOf),
                                        Instant.parse(text(fields, "since"))));
    }

    /**
     * 128 bits of SHA-256: the ledger keeps a token for each step, and an execution's ARN is so
     * long that the run's item would take two kilobytes instead of one.
     */
    private static String token(String execution, String enteredAt) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (execution + "\n" + enteredAt)
                                            .getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static Map<String, Object> encode(StepAnswer answer) {
        return switch (answer) {
            case StepAnswer.Next next ->
                    Map.of(
                            "answer",
                            "NEXT",
                            "next",
                            Map.of("index", next.index(), "type", next.type().wireName()));
            case StepAnswer.Park() -> Map.of("answer", "PARK");
            case StepAnswer.Yield() -> Map.of("answer", "YIELD");
            case StepAnswer.Done() -> Map.of("answer", "DONE");
            case StepAnswer.Stale() -> Map.of("answer", "STALE");
        };
    }

    private static String text(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the step ticket has no " + name);
    }

    private static int number(Map<?, ?> fields, String name) {
        if (fields.get(name) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalArgumentException("the step ticket has no number " + name);
    }
}
