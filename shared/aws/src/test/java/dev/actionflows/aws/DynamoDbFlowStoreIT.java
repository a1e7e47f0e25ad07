package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStoreContract;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.List;

class DynamoDbFlowStoreIT extends FlowStoreContract {
    DynamoDbFlowStoreIT() {
        super(DynamoDbStores.create());
    }

    /** As the version before what flows listen to was stored. */
    @Test
    void a_flow_that_an_earlier_version_activated_may_listen_to_anything_until_it_is_saved() {
        Table table = LocalDynamoDb.table();
        DynamoDbFlowStore flows = new DynamoDbFlowStore(table);
        ProjectId project = Samples.projectId();
        Flow draft = Samples.draft("presave");
        flows.create(project, draft);
        Flow active = draft.withStatus(FlowStatus.ACTIVE, Samples.NOW);
        flows.save(project, draft, active);
        table.put(
                Item.at(Key.activeFlows(project))
                        .put(
                                FlowItem.ACTIVE_FLOWS,
                                AttributeValue.fromSs(List.of(active.id().value()))));

        ActiveFlows old = flows.activeFlows(project);
        assertThat(old.flows()).containsExactly(active.id());
        assertThat(old.listening()).isEmpty();
        assertThat(old.mayListenTo(TriggerType.RELEASE_SAVED, "rel_1")).isTrue();

        flows.save(project, active, active);

        assertThat(flows.activeFlows(project).mayListenTo(TriggerType.RELEASE_SAVED, "rel_1"))
                .isFalse();
    }
}
