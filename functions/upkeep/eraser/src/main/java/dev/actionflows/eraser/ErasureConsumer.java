package dev.actionflows.eraser;

import dev.actionflows.aws.ErasureMessage;
import dev.actionflows.domain.privacy.ErasureReapplier;
import dev.actionflows.domain.privacy.ErasureTask;
import dev.actionflows.domain.privacy.ErasureWorker;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.queue.QueueConsumer;
import dev.actionflows.lambda.queue.SqsBatch;

/** Does the work of erasures. */
final class ErasureConsumer implements QueueConsumer {
    private final ErasureWorker worker;
    private final ErasureReapplier reapplier;

    ErasureConsumer(ErasureWorker worker, ErasureReapplier reapplier) {
        this.worker = worker;
        this.reapplier = reapplier;
    }

    @Override
    public void receive(SqsBatch.Message message, Deadline deadline) {
        switch (ErasureMessage.decode(message.body())) {
            case ErasureTask.Erase erase -> worker.work(erase, deadline);
            case ErasureTask.Reapply reapply -> reapplier.work(reapply, deadline);
        }
    }
}
