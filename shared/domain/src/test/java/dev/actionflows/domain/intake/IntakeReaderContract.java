package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract of {@link IntakeReader} implementations. */
public abstract class IntakeReaderContract {
    private final Stores stores;
    private final IntakeReader reader;
    private final ProjectId project = Samples.projectId();
    private final FanIdentity phone = Samples.phone();

    protected IntakeReaderContract(Stores stores) {
        this.stores = stores;
        this.reader = stores.intake();
    }

    @Test
    void all_facts_are_read() {
        Project tenant = Samples.equippedProject(project);
        stores.projects().create(tenant);
        Fan fan = stores.fans().findOrCreate(project, phone, Samples.fanId(), Samples.NOW);
        stores.consents()
                .recordConsent(
                        project,
                        phone.identity(),
                        new ConsentChange(ConsentChange.Kind.STOP, "SM1", Samples.NOW));
        Flow active = activeFlow("presave");

        assertThat(read("presave"))
                .isEqualTo(
                        new IntakeFacts(
                                Optional.of(tenant),
                                Optional.of(
                                        new KnownIdentity(
                                                Optional.of(fan.id()),
                                                Set.of(),
                                                true,
                                                Optional.empty(),
                                                Optional.of(Samples.NOW),
                                                Optional.empty())),
                                Map.of("presave", TriggerClaim.of(active))));
    }

    @Test
    void a_batch_read_returns_the_same_facts_as_single_reads() {
        stores.projects().create(Samples.equippedProject(project));
        stores.fans().findOrCreate(project, phone, Samples.fanId(), Samples.NOW);
        activeFlow("presave");
        activeFlow("news");
        List<IntakeReader.Question> questions = new ArrayList<>();
        for (String keyword : List.of("presave", "news", "unheard", "presave")) {
            questions.add(
                    new IntakeReader.Question(
                            project,
                            Optional.of(phone.identity()),
                            TriggerType.SMS_KEYWORD,
                            List.of(keyword)));
        }
        for (int others = 0; others < 120; others++) {
            questions.add(
                    new IntakeReader.Question(
                            project,
                            Optional.of(Samples.phone().identity()),
                            TriggerType.SMS_KEYWORD,
                            List.of()));
        }

        assertThat(reader.readEvents(questions))
                .isEqualTo(
                        questions.stream()
                                .map(
                                        it ->
                                                reader.readEvent(
                                                        it.project(),
                                                        it.identity(),
                                                        it.type(),
                                                        it.scopes()))
                                .toList());
        assertThat(reader.readEvents(List.of())).isEmpty();
    }

    @Test
    void unknown_facts_are_empty() {
        assertThat(read("presave")).isEqualTo(nothing());
    }

    @Test
    void facts_that_were_not_requested_are_empty() {
        stores.fans().findOrCreate(project, phone, Samples.fanId(), Samples.NOW);
        activeFlow("presave");

        assertThat(reader.read(project, Optional.empty(), TriggerType.SMS_KEYWORD, List.of()))
                .isEqualTo(nothing());
    }

    @Test
    void a_flow_is_found_exactly_while_it_is_active() {
        assertThat(read("presave").claims()).isEmpty();
        Flow active = activeFlow("presave");
        assertThat(read("presave").claims())
                .containsExactly(Map.entry("presave", TriggerClaim.of(active)));
        stores.flows().save(project, active, active.withStatus(FlowStatus.PAUSED, Samples.NOW));
        assertThat(read("presave").claims()).isEmpty();
    }

    @Test
    void the_current_state_of_several_flows_is_read_together() {
        Flow active = activeFlow("presave");
        Flow draft = Samples.draft("news");
        stores.flows().create(project, draft);

        assertThat(reader.flows(project, List.of(active.id(), draft.id(), Samples.flowId())))
                .containsExactlyInAnyOrder(active, draft);
        assertThat(reader.flows(Samples.projectId(), List.of(active.id()))).isEmpty();
    }

    private Flow activeFlow(String keyword) {
        Flow draft = Samples.draft(keyword);
        stores.flows().create(project, draft);
        Flow active = draft.withStatus(FlowStatus.ACTIVE, Samples.NOW);
        stores.flows().save(project, draft, active);
        return active;
    }

    private IntakeFacts read(String keyword) {
        return reader.read(
                project,
                Optional.of(phone.identity()),
                TriggerType.SMS_KEYWORD,
                List.of(keyword, "*", "unheard"));
    }

    private static IntakeFacts nothing() {
        return new IntakeFacts(Optional.empty(), Optional.empty(), Map.of());
    }
}
