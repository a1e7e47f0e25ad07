package dev.actionflows.domain.messaging.budget;

/**
 * Credits taken from one shard of a pool.
 *
 * @param pool the name of the pool
 * @param maxBefore taken only if the shard counts at most this many credits
 */
public record ShardTake(String pool, int shard, int credits, long maxBefore) {}
