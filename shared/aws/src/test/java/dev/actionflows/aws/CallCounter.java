package dev.actionflows.aws;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

import java.util.ArrayList;
import java.util.List;

/** Records the called operations and their cost. */
final class CallCounter implements ExecutionInterceptor {
    private final List<String> operations = new ArrayList<>();
    private double writeUnits;
    private double readUnits;

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return switch (context.request()) {
            case PutItemRequest put ->
                    put.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
            case UpdateItemRequest update ->
                    update.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                            .build();
            case BatchGetItemRequest get ->
                    get.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
            case GetItemRequest get ->
                    get.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build();
            case QueryRequest query ->
                    query.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                            .build();
            default -> context.request();
        };
    }

    @Override
    public synchronized void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        operations.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        count(context.response());
    }

    private synchronized void count(SdkResponse response) {
        switch (response) {
            case PutItemResponse put -> write(put.consumedCapacity());
            case UpdateItemResponse update -> write(update.consumedCapacity());
            case BatchGetItemResponse get ->
                    get.consumedCapacity()
                            .forEach(capacity -> readUnits += capacity.capacityUnits());
            case GetItemResponse get -> readUnits += get.consumedCapacity().capacityUnits();
            case QueryResponse query -> readUnits += query.consumedCapacity().capacityUnits();
            default -> {}
        }
    }

    private void write(ConsumedCapacity capacity) {
        writeUnits += capacity.capacityUnits();
    }

    /** The operations called since the previous invocation, in order, including retries. */
    synchronized List<String> takeOperations() {
        List<String> taken = List.copyOf(operations);
        operations.clear();
        return taken;
    }

    /** The units of the table and its indexes. */
    synchronized double writeUnits() {
        return writeUnits;
    }

    synchronized double readUnits() {
        return readUnits;
    }
}
