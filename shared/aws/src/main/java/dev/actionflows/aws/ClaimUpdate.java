package dev.actionflows.aws;

import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepClaim;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Expresses a claim for DynamoDB: {@link RunLedger.ClaimRequest#fits} as a condition and {@link
 * RunLedger.ClaimRequest#applyTo} as an update. The claim is thus checked and written in one atomic
 * operation.
 */
final class ClaimUpdate {
    private final List<String> conditions = new ArrayList<>();
    private final List<String> assignments = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    ClaimUpdate(RunLedger.ClaimRequest request) {
        String step = name(RunItem.STEPS) + "[" + request.index() + "]";
        conditions.add(name(RunItem.EPOCH) + " = " + value("epoch", number(request.epoch())));
        conditions.add(
                name(RunItem.STATUS)
                        + " = "
                        + value("running", AttributeValue.fromS(RunStatus.RUNNING.name())));
        conditions.add("attribute_exists(" + step + ")");
        conditions.add("attribute_not_exists(" + step + "." + name(RunItem.Step.OUTCOME) + ")");
        request.claim().ifPresent(claim -> take(step, claim, request.now()));
        if (request.begins()) {
            countStart();
        }
        value("one", number(1));
    }

    private void take(String step, StepClaim claim, Instant now) {
        String claimPath = step + "." + name(RunItem.Step.CLAIM);
        String startedPath = step + "." + name(RunItem.Step.STARTED_AT);
        conditions.add("attribute_not_exists(" + claimPath + ")");
        assignments.add(
                claimPath
                        + " = "
                        + value(
                                "claim",
                                AttributeValue.fromM(RunItem.encodeClaim(claim).attributes())));
        assignments.add(
                startedPath
                        + " = if_not_exists("
                        + startedPath
                        + ", "
                        + value("now", time(now))
                        + ")");
    }

    private void countStart() {
        String startsWithoutProgress = name(RunItem.STARTS_WITHOUT_PROGRESS);
        assignments.add(
                startsWithoutProgress
                        + " = if_not_exists("
                        + startsWithoutProgress
                        + ", "
                        + value("zero", number(0))
                        + ") + :one");
    }

    /** Excludes table, key, and return values. */
    UpdateItemRequest.Builder request() {
        String set = assignments.isEmpty() ? "" : "SET " + String.join(", ", assignments) + " ";
        return UpdateItemRequest.builder()
                .updateExpression(set + "ADD " + name(RunItem.REVISION) + " :one")
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    private String name(String attribute) {
        names.put("#" + attribute, attribute);
        return "#" + attribute;
    }

    private String value(String placeholder, AttributeValue value) {
        values.put(":" + placeholder, value);
        return ":" + placeholder;
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    private static AttributeValue time(Instant time) {
        return number(time.toEpochMilli());
    }
}
