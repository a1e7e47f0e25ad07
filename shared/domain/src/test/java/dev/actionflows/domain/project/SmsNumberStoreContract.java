package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** The contract of {@link SmsNumberStore} implementations. */
public abstract class SmsNumberStoreContract {
    private static final int THREADS = 8;

    private final SmsNumberStore numbers;
    private final ProjectId project = Samples.projectId();
    private final ProjectId other = Samples.projectId();
    private final PhoneNumber number = Samples.phoneNumber();

    protected SmsNumberStoreContract(SmsNumberStore numbers) {
        this.numbers = numbers;
    }

    @Test
    void a_number_initially_has_no_owner() {
        assertThat(numbers.ownerOf(number)).isEmpty();
    }

    @Test
    void assigning_the_same_number_again_is_a_no_op() {
        assertThat(numbers.assign(project, number)).isTrue();
        assertThat(numbers.assign(project, number)).isTrue();

        assertThat(numbers.ownerOf(number)).contains(project);
    }

    @Test
    void a_number_of_another_project_is_not_assigned_and_the_previous_one_is_kept() {
        PhoneNumber own = Samples.phoneNumber();
        numbers.assign(other, number);
        numbers.assign(project, own);

        assertThat(numbers.assign(project, number)).isFalse();

        assertThat(numbers.ownerOf(number)).contains(other);
        assertThat(numbers.ownerOf(own)).contains(project);
    }

    @Test
    void assigning_a_new_number_releases_the_previous_one() {
        PhoneNumber next = Samples.phoneNumber();
        numbers.assign(project, number);

        assertThat(numbers.assign(project, next)).isTrue();

        assertThat(numbers.ownerOf(next)).contains(project);
        assertThat(numbers.ownerOf(number)).isEmpty();
        assertThat(numbers.assign(other, number)).isTrue();
    }

    @Test
    void a_released_number_can_be_assigned_to_another_project() {
        numbers.assign(project, number);

        numbers.release(project);

        assertThat(numbers.ownerOf(number)).isEmpty();
        assertThat(numbers.assign(other, number)).isTrue();
        assertThat(numbers.ownerOf(number)).contains(other);
    }

    @Test
    void releasing_without_a_number_is_a_no_op() {
        numbers.assign(other, number);

        numbers.release(project);

        assertThat(numbers.ownerOf(number)).contains(other);
    }

    @RepeatedTest(3)
    void only_one_of_many_concurrent_projects_is_assigned_a_number() {
        List<ProjectId> projects =
                IntStream.range(0, THREADS).mapToObj(_ -> Samples.projectId()).toList();

        List<Boolean> assigned =
                Together.run(THREADS, index -> numbers.assign(projects.get(index), number));

        assertThat(assigned).containsOnlyOnce(true);
        assertThat(numbers.ownerOf(number)).contains(projects.get(assigned.indexOf(true)));
    }

    @RepeatedTest(3)
    void after_concurrent_assignments_a_project_keeps_one_number_and_the_others_are_free() {
        List<PhoneNumber> wanted =
                IntStream.range(0, THREADS).mapToObj(_ -> Samples.phoneNumber()).toList();

        List<Boolean> assigned =
                Together.run(THREADS, index -> numbers.assign(project, wanted.get(index)));

        assertThat(assigned).containsOnly(true);
        assertThat(wanted.stream().flatMap(it -> numbers.ownerOf(it).stream()))
                .containsExactly(project);
    }
}
