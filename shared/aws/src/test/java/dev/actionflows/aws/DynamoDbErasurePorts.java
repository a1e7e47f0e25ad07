package dev.actionflows.aws;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.privacy.ErasureLog;
import dev.actionflows.domain.privacy.FanDataStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The ports that erasures need over DynamoDB Local, and the others in memory. */
final class DynamoDbErasurePorts {
    private static final SecureRandom RANDOM = new SecureRandom();

    private DynamoDbErasurePorts() {}

    static Ports over(InMemoryPorts memory, Table table, String logTable) {
        Map<Class<?>, Object> stores = new HashMap<>();
        // the tests share a table
        stores.put(IdSource.class, (IdSource) DynamoDbErasurePorts::randomBytes);
        stores.put(ProjectStore.class, new DynamoDbProjectStore(table));
        stores.put(Catalog.class, new DynamoDbCatalog(table, memory.clock));
        stores.put(CatalogWriter.class, new DynamoDbCatalog(table, memory.clock));
        stores.put(PreSaveStore.class, new DynamoDbPreSaveStore(table, InstantSource.system()));
        stores.put(SegmentMemberStore.class, new DynamoDbSegmentMemberStore(table));
        stores.put(FanStore.class, new DynamoDbFanStore(table));
        stores.put(ConsentStore.class, new DynamoDbConsentStore(table));
        stores.put(ConnectionStore.class, new DynamoDbConnectionStore(table));
        stores.put(MessageBudgetStore.class, new DynamoDbMessageBudgetStore(table));
        stores.put(FlowStore.class, new DynamoDbFlowStore(table));
        stores.put(RunLedger.class, new DynamoDbRunLedger(table));
        stores.put(WaitingRunStore.class, new DynamoDbWaitingRunStore(table));
        stores.put(ReEntryStore.class, new DynamoDbReEntryStore(table));
        stores.put(EventLog.class, new DynamoDbEventLog(table));
        stores.put(EventIdStore.class, new DynamoDbEventIdStore(table));
        stores.put(PrivateReplyStore.class, new DynamoDbPrivateReplyStore(table));
        stores.put(LinkStore.class, new DynamoDbLinkStore(table));
        stores.put(FanDataStore.class, new DynamoDbFanDataStore(table));
        stores.put(ErasureLog.class, new DynamoDbErasureLog(LocalDynamoDb.client(), logTable));
        return InMemoryPorts.decorated(
                memory,
                new InMemoryPorts.Decorator() {
                    @Override
                    public <P> P decorate(Class<P> type, P port) {
                        return stores.containsKey(type) ? type.cast(stores.get(type)) : port;
                    }
                });
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
