package dev.actionflows.aws;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.List;
import java.util.Map;

/** What is written about a request to confirm a consent, on the item of its identity. */
final class ConfirmationWrites {
    private final Table table;

    ConfirmationWrites(Table table) {
        this.table = table;
    }

    /** Refused if the address was asked lately, has sent STOP or has confirmed. */
    TransactWriteItem claim(ProjectId project, Identity identity, ConfirmationRequest request) {
        return TransactWrites.update(
                table,
                Key.identity(project, identity),
                "SET #asked = :id, #askedAt = :at",
                "(attribute_not_exists(#askedAt) OR #askedAt <= :before) AND"
                        + " (attribute_not_exists(#stopped) OR #stopped = :false) AND"
                        + " attribute_not_exists(#returnedAt)",
                Map.of(
                        "#asked", FanItem.ASKED,
                        "#askedAt", FanItem.ASKED_AT,
                        "#stopped", FanItem.STOPPED,
                        "#returnedAt", FanItem.RETURNED_AT),
                Map.of(
                        ":id",
                        AttributeValue.fromS(request.id()),
                        ":at",
                        TransactWrites.number(request.at().toEpochMilli()),
                        ":before",
                        TransactWrites.number(
                                request.at().minus(ConfirmationRequest.INTERVAL).toEpochMilli()),
                        ":false",
                        AttributeValue.fromBool(false)));
    }

    /** The request was sent. */
    List<TransactWriteItem> sent(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        return List.of(
                change(
                        project,
                        identity,
                        request,
                        "SET #askedSent = :id",
                        Map.of("#asked", FanItem.ASKED, "#askedSent", FanItem.ASKED_SENT)),
                TransactWrites.update(
                        table,
                        Key.consentChange(project, identity, request.id()),
                        "SET #evidence.#sent = :sent",
                        "attribute_exists(pk)",
                        Map.of("#evidence", "evidence", "#sent", ConfirmationRequest.SENT),
                        Map.of(":sent", AttributeValue.fromS("true"))));
    }

    /** The request was certainly not sent: it leaves no evidence. */
    List<TransactWriteItem> withdrawal(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        return List.of(
                change(
                        project,
                        identity,
                        request,
                        "REMOVE #asked, #askedAt",
                        Map.of("#asked", FanItem.ASKED, "#askedAt", FanItem.ASKED_AT)),
                TransactWrites.delete(table, Key.consentChange(project, identity, request.id())));
    }

    /** Refused if another request is stored. */
    private TransactWriteItem change(
            ProjectId project,
            Identity identity,
            ConfirmationRequest request,
            String effect,
            Map<String, String> names) {
        return TransactWrites.update(
                table,
                Key.identity(project, identity),
                effect,
                "#asked = :id",
                names,
                Map.of(":id", AttributeValue.fromS(request.id())));
    }
}
