package dev.actionflows.aws;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.PageTrack;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.ReleasePageStore;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.Slug;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores two items per page, one keyed by slug and one by release, always written together. */
public final class DynamoDbReleasePageStore implements ReleasePageStore {
    private static final String PROJECT = "projectId";
    private static final String RELEASE = "releaseId";
    private static final String SLUG = "slug";
    private static final String OF_RELEASE = "(projectId = :project AND releaseId = :release)";
    private static final String WITH_SLUG = "slug = :slug";

    private final Table table;

    public DynamoDbReleasePageStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<ReleasePage> find(Slug slug) {
        return table.find(Key.releasePage(slug)).map(item -> decode(slug, item));
    }

    @Override
    public Optional<ReleasePage> of(ProjectId project, ReleaseId release) {
        return slugOf(project, release).flatMap(this::find);
    }

    private Optional<Slug> slugOf(ProjectId project, ReleaseId release) {
        return table.find(Key.pageOfRelease(project, release))
                .map(item -> new Slug(item.text(SLUG)));
    }

    @Override
    public Stored put(ReleasePage page) {
        List<Table.Refusal> refusals =
                table.transact(
                        List.of(
                                TransactWrites.put(
                                        table,
                                        encode(page),
                                        TransactWrites.ABSENT + " OR " + OF_RELEASE,
                                        ofRelease(page.project(), page.release())),
                                TransactWrites.put(
                                        table,
                                        Item.at(Key.pageOfRelease(page.project(), page.release()))
                                                .put(SLUG, page.slug().text()),
                                        TransactWrites.ABSENT + " OR " + WITH_SLUG,
                                        withSlug(page.slug()))));
        if (refusals.isEmpty()) {
            return Stored.DONE;
        }
        return refusals.stream().anyMatch(it -> it.index() == 0)
                ? Stored.SLUG_TAKEN
                : Stored.OTHER_SLUG;
    }

    @Override
    public void remove(ProjectId project, ReleaseId release) {
        Backoff patience = new Backoff("concurrent changes of a release's page");
        while (true) {
            Optional<Slug> slug = slugOf(project, release);
            if (slug.isEmpty()
                    || table.transact(
                                    List.of(
                                            delete(
                                                    Key.releasePage(slug.get()),
                                                    OF_RELEASE,
                                                    ofRelease(project, release)),
                                            delete(
                                                    Key.pageOfRelease(project, release),
                                                    WITH_SLUG,
                                                    withSlug(slug.get()))))
                            .isEmpty()) {
                return;
            }
            patience.waitOrGiveUp();
        }
    }

    private static Map<String, AttributeValue> ofRelease(ProjectId project, ReleaseId release) {
        return Map.of(
                ":project", AttributeValue.fromS(project.value()),
                ":release", AttributeValue.fromS(release.value()));
    }

    private static Map<String, AttributeValue> withSlug(Slug slug) {
        return Map.of(":slug", AttributeValue.fromS(slug.text()));
    }

    private TransactWriteItem delete(
            Key key, String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .delete(
                        delete ->
                                delete.tableName(table.name())
                                        .key(key.attributes())
                                        .conditionExpression(condition)
                                        .expressionAttributeValues(values))
                .build();
    }

    private static Item encode(ReleasePage page) {
        PageContent content = page.content();
        Item item =
                Item.at(Key.releasePage(page.slug()))
                        .put(PROJECT, page.project().value())
                        .put(RELEASE, page.release().value());
        content.coverUrl().ifPresent(it -> item.put("coverUrl", it));
        content.artist().ifPresent(it -> item.put("artistId", it.value()));
        content.track()
                .ifPresent(
                        it ->
                                item.put(
                                        "track",
                                        Item.map()
                                                .put("title", it.title())
                                                .put("audioUrl", it.audioUrl())));
        content.text().ifPresent(it -> item.put("text", encode(it)));
        content.email().ifPresent(it -> item.put("email", encode(it)));
        content.termsUrl().ifPresent(it -> item.put("termsUrl", it));
        content.privacyUrl().ifPresent(it -> item.put("privacyUrl", it));
        return item;
    }

    private static Item encode(SignUpForm form) {
        Item map = Item.map().put("wording", form.wording()).put("version", form.version());
        form.countryCode().ifPresent(it -> map.put("countryCode", it));
        return map;
    }

    private static ReleasePage decode(Slug slug, Item item) {
        return new ReleasePage(
                slug,
                new ProjectId(item.text(PROJECT)),
                new ReleaseId(item.text(RELEASE)),
                new PageContent(
                        item.optionalText("coverUrl"),
                        item.optionalText("artistId").map(ArtistId::new),
                        item.optionalMap("track")
                                .map(it -> new PageTrack(it.text("title"), it.text("audioUrl"))),
                        item.optionalMap("text").map(DynamoDbReleasePageStore::decodeForm),
                        item.optionalMap("email").map(DynamoDbReleasePageStore::decodeForm),
                        item.optionalText("termsUrl"),
                        item.optionalText("privacyUrl")));
    }

    private static SignUpForm decodeForm(Item map) {
        return new SignUpForm(
                map.text("wording"), map.text("version"), map.optionalText("countryCode"));
    }
}
