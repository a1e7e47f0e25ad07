/**
 * Implements the domain's ports on AWS: data in one DynamoDB table, executions on Step Functions,
 * wake-ups on SQS, keys in KMS.
 *
 * <p>{@link dev.actionflows.aws.AwsClients} creates the SDK clients, {@link
 * dev.actionflows.aws.Table} is the table, and each port is one class on top of it. Only the
 * DynamoDB client comes with this module; a function declares other clients in its own POM.
 *
 * <p>When a service is throttled or does not answer, callers get a {@code ProblemException} with
 * the code {@code TRY_AGAIN}, after the SDK has made three attempts. Any other failure of a call is
 * the SDK's own (unchecked) exception and indicates a bug or a missing permission.
 */
@NullMarked
package dev.actionflows.aws;

import org.jspecify.annotations.NullMarked;
