package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanDirectory;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.fan.NameKey;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** The directory lags behind the records. */
class FanSearchTest {
    private static final NameKey ADA = NameKey.ofTyped("ada").orElseThrow();

    private final ProjectId project = Samples.projectId();
    private final InMemoryFanStore fans = new InMemoryFanStore();

    private Fan named(String name, FanIdentity identity) {
        Fan fan = fans.findOrCreate(project, identity, Samples.fanId(), Samples.NOW);
        fans.setFirstName(project, fan, new FirstName(name));
        return fans.find(project, fan.id()).orElseThrow();
    }

    private FanSearch over(FanId... listed) {
        Page<FanId> page = new Page<>(List.of(listed), Optional.of("more"));
        return new FanSearch(
                new FanDirectory() {
                    @Override
                    public Page<FanId> named(
                            ProjectId of, NameKey beginning, Optional<String> cursor, int limit) {
                        return page;
                    }

                    @Override
                    public Page<FanId> latest(ProjectId of, Optional<String> cursor, int limit) {
                        return page;
                    }
                },
                fans);
    }

    private Page<Fan> search(FanId... listed) {
        return over(listed).named(project, ADA, Optional.empty(), 10);
    }

    @Test
    void fans_keep_the_order_of_the_list() {
        Fan one = named("Adam", Samples.phone());
        Fan other = named("Ada", Samples.phone());

        assertThat(search(other.id(), one.id()).items()).containsExactly(other, one);
        assertThat(search(one.id()).next()).contains("more");
    }

    @Test
    void a_fan_with_another_name_by_now_is_left_out_of_the_search_only() {
        Fan renamed = named("Grace", Samples.phone());

        assertThat(search(renamed.id()).items()).isEmpty();
        assertThat(over(renamed.id()).latest(project, Optional.empty(), 10).items())
                .containsExactly(renamed);
    }

    @Test
    void a_record_that_was_merged_or_erased_is_left_out() {
        Fan kept = named("Ada", Samples.phone());
        Fan given = named("Ada", Samples.email());
        FanStore.Merge merge = FanStore.Merge.of(kept, given);
        fans.merge(project, merge);

        assertThat(search(kept.id(), given.id(), Samples.fanId()).items())
                .containsExactly(merge.keptAfter());
    }
}
