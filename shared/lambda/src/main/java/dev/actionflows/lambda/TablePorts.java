package dev.actionflows.lambda;

import dev.actionflows.aws.DynamoDbCatalog;
import dev.actionflows.aws.DynamoDbConnectAttemptStore;
import dev.actionflows.aws.DynamoDbConnectionStore;
import dev.actionflows.aws.DynamoDbConsentStore;
import dev.actionflows.aws.DynamoDbDueRunIndex;
import dev.actionflows.aws.DynamoDbEventIdStore;
import dev.actionflows.aws.DynamoDbEventLog;
import dev.actionflows.aws.DynamoDbFactReader;
import dev.actionflows.aws.DynamoDbFanDataStore;
import dev.actionflows.aws.DynamoDbFanStore;
import dev.actionflows.aws.DynamoDbFlowRunReader;
import dev.actionflows.aws.DynamoDbFlowStore;
import dev.actionflows.aws.DynamoDbHandledEventStore;
import dev.actionflows.aws.DynamoDbInstagramAccountStore;
import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.DynamoDbLinkStore;
import dev.actionflows.aws.DynamoDbPageContinuationStore;
import dev.actionflows.aws.DynamoDbPreSaveStore;
import dev.actionflows.aws.DynamoDbPreSaverStore;
import dev.actionflows.aws.DynamoDbPrivateReplyStore;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.aws.DynamoDbReEntryStore;
import dev.actionflows.aws.DynamoDbReleaseDayJobStore;
import dev.actionflows.aws.DynamoDbReleasePageStore;
import dev.actionflows.aws.DynamoDbReplayJobStore;
import dev.actionflows.aws.DynamoDbRequestStore;
import dev.actionflows.aws.DynamoDbRunLedger;
import dev.actionflows.aws.DynamoDbSegmentMemberStore;
import dev.actionflows.aws.DynamoDbSetAsideRunStore;
import dev.actionflows.aws.DynamoDbSmsNumberStore;
import dev.actionflows.aws.DynamoDbStreamingAppStore;
import dev.actionflows.aws.DynamoDbVerificationStore;
import dev.actionflows.aws.DynamoDbWaitingRunStore;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.HandledEventStore;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.page.ReleasePageStore;
import dev.actionflows.domain.privacy.FanDataStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.project.SmsNumberStore;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;
import dev.actionflows.domain.replay.ReplayJobStore;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.PageContinuationStore;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.WaitingRunStore;

import java.time.InstantSource;

/** The ports that need nothing but the table. */
abstract class TablePorts extends CountingPorts {
    private final InstantSource clock = SystemSources.clock();
    private final IdSource ids = SystemSources.ids();
    private final Table table;

    TablePorts(Table table) {
        super(table);
        this.table = table;
    }

    @Override
    public final InstantSource clock() {
        return clock;
    }

    @Override
    public final IdSource ids() {
        return ids;
    }

    /** For stores that only one function has. */
    public final Table table() {
        return table;
    }

    @Override
    public ProjectStore projects() {
        return new DynamoDbProjectStore(table);
    }

    @Override
    public StreamingAppStore streamingApps() {
        return new DynamoDbStreamingAppStore(table);
    }

    @Override
    public InstagramAccountStore instagramAccounts() {
        return new DynamoDbInstagramAccountStore(table);
    }

    @Override
    public PrivateReplyStore privateReplies() {
        return new DynamoDbPrivateReplyStore(table);
    }

    @Override
    public LinkStore links() {
        return new DynamoDbLinkStore(table);
    }

    @Override
    public ReleasePageStore releasePages() {
        return new DynamoDbReleasePageStore(table);
    }

    @Override
    public SmsNumberStore smsNumbers() {
        return new DynamoDbSmsNumberStore(table);
    }

    @Override
    public Catalog catalog() {
        return new DynamoDbCatalog(table, clock());
    }

    @Override
    public CatalogWriter catalogWriter() {
        return new DynamoDbCatalog(table, clock());
    }

    @Override
    public RequestStore requests() {
        return new DynamoDbRequestStore(table);
    }

    @Override
    public PreSaveStore preSaves() {
        return new DynamoDbPreSaveStore(table, clock);
    }

    @Override
    public SegmentMemberStore segmentMembers() {
        return new DynamoDbSegmentMemberStore(table);
    }

    @Override
    public FanStore fans() {
        return new DynamoDbFanStore(table);
    }

    @Override
    public FanDataStore fanData() {
        return new DynamoDbFanDataStore(table);
    }

    @Override
    public ConsentStore consents() {
        return new DynamoDbConsentStore(table);
    }

    @Override
    public ConnectionStore connections() {
        return new DynamoDbConnectionStore(table);
    }

    @Override
    public FlowStore flows() {
        return new DynamoDbFlowStore(table);
    }

    @Override
    public IntakeReader intakeReader() {
        return new DynamoDbIntakeReader(table);
    }

    @Override
    public ReEntryStore reEntries() {
        return new DynamoDbReEntryStore(table);
    }

    @Override
    public EventLog events() {
        return new DynamoDbEventLog(table);
    }

    @Override
    public HandledEventStore handledEvents() {
        return new DynamoDbHandledEventStore(table);
    }

    @Override
    public PageContinuationStore pageContinuations() {
        return new DynamoDbPageContinuationStore(table);
    }

    @Override
    public EventIdStore eventIds() {
        return new DynamoDbEventIdStore(table);
    }

    @Override
    public VerificationStore verifications() {
        return new DynamoDbVerificationStore(table);
    }

    @Override
    public ConnectAttemptStore connectAttempts() {
        return new DynamoDbConnectAttemptStore(table);
    }

    @Override
    public RunLedger ledger() {
        return new DynamoDbRunLedger(table);
    }

    @Override
    public DueRunIndex dueRuns() {
        return new DynamoDbDueRunIndex(table);
    }

    @Override
    public FlowRunReader flowRuns() {
        return new DynamoDbFlowRunReader(table);
    }

    @Override
    public ReplayJobStore replayJobs() {
        return new DynamoDbReplayJobStore(table);
    }

    @Override
    public PreSaverStore preSavers() {
        return new DynamoDbPreSaverStore(table);
    }

    @Override
    public ReleaseDayJobStore releaseDayJobs() {
        return new DynamoDbReleaseDayJobStore(table);
    }

    @Override
    public SetAsideRunStore setAsideRuns() {
        return new DynamoDbSetAsideRunStore(table);
    }

    @Override
    public WaitingRunStore waitingRuns() {
        return new DynamoDbWaitingRunStore(table);
    }

    @Override
    public FactReader facts() {
        return new DynamoDbFactReader(table, clock);
    }
}
