package dev.actionflows.lambda;

import dev.actionflows.aws.DynamoDbFlowFigureStore;
import dev.actionflows.aws.DynamoDbFunnelStore;
import dev.actionflows.aws.DynamoDbMessageBudgetStore;
import dev.actionflows.aws.DynamoDbRateStore;
import dev.actionflows.aws.DynamoDbUsageStore;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.analytics.FunnelStore;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.rate.RateStore;
import dev.actionflows.domain.usage.UsageStore;

/** The ports that count in the table. */
abstract class CountingPorts extends ObservedPorts {
    private final Table table;

    CountingPorts(Table table) {
        this.table = table;
    }

    @Override
    public MessageBudgetStore messageBudgets() {
        return new DynamoDbMessageBudgetStore(table);
    }

    @Override
    public UsageStore usage() {
        return new DynamoDbUsageStore(table);
    }

    @Override
    public FlowFigureStore flowFigures() {
        return new DynamoDbFlowFigureStore(table);
    }

    @Override
    public FunnelStore funnels() {
        return new DynamoDbFunnelStore(table);
    }

    @Override
    public RateStore rates() {
        return new DynamoDbRateStore(table);
    }
}
