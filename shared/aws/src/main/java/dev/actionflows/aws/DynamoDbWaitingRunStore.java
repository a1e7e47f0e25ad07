package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.PageContinuationStore;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WaitingRunStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores waiting runs as items, one partition per requirement. An index over the runs would be
 * eventually consistent and could hold only one requirement per run.
 */
public final class DynamoDbWaitingRunStore implements WaitingRunStore {
    private static final String NONCE = "nonce";

    private final Table table;
    private final PageContinuationStore continuations;

    public DynamoDbWaitingRunStore(Table table) {
        this.table = table;
        this.continuations = new DynamoDbPageContinuationStore(table);
    }

    @Override
    public void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt) {
        table.put(
                Item.at(Key.waiting(run, requirement))
                        .put(NONCE, nonce)
                        .put(Table.EXPIRES_AT, expiresAt.getEpochSecond()));
    }

    @Override
    public Page<WaitingRun> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        return page(entries(project, requirement, cursor, limit + 1), limit);
    }

    @Override
    public Page<WaitingRun> findBetween(
            ProjectId project, Requirement requirement, String cursor, String next, int limit) {
        RunId last = Cursor.decode(next, RunId::parse);
        return page(
                entries(project, requirement, Optional.of(cursor), limit + 1).stream()
                        .takeWhile(it -> it.run().run().value().compareTo(last.value()) <= 0)
                        .toList(),
                limit);
    }

    private static Page<WaitingRun> page(List<WaitingRun> found, int limit) {
        return Pages.of(found, limit, entry -> entry.run().run().value());
    }

    private List<WaitingRun> entries(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        Optional<String> after =
                Cursor.decode(cursor, RunId::parse).map(run -> Key.RUN_PREFIX + run);
        return table
                .list(Key.waitingPartition(project, requirement), Key.RUN_PREFIX, after, limit)
                .stream()
                .map(item -> entry(project, item))
                .toList();
    }

    @Override
    public void remove(RunKey run, Requirement requirement, WaitingRun entry) {
        table.deleteIf(Key.waiting(run, requirement), NONCE, AttributeValue.fromS(entry.nonce()));
    }

    @Override
    public Optional<String> continuationOf(ListPage page) {
        return continuations.continuationOf(continuedPage(page));
    }

    @Override
    public void addContinuation(ListPage page, String next, Instant now) {
        continuations.add(continuedPage(page), next, now);
    }

    private static PageContinuationStore.ContinuedPage continuedPage(ListPage page) {
        return new PageContinuationStore.ContinuedPage(
                page.project(), page.pass(), page.requirement().key() + "#" + page.cursor());
    }

    private static WaitingRun entry(ProjectId project, Item item) {
        RunId run = new RunId(item.key().sk().substring(Key.RUN_PREFIX.length()));
        return new WaitingRun(new RunKey(project, run), item.text(NONCE));
    }
}
