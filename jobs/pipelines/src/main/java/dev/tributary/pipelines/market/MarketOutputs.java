package dev.tributary.pipelines.market;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What the chain says of the marketplace, for people, each stream in log order.
 *
 * @param terms what owners ask for licences and usage
 * @param reports every measurement of every reporter
 * @param verifications rounds that reached their quorum, with their scores
 * @param purchases each when it is locked and when it ends
 * @param passes each when it is issued and when it is revoked
 */
public record MarketOutputs(
        DataStream<ModelTerms> terms,
        DataStream<BenchmarkReport> reports,
        DataStream<ModelVerification> verifications,
        DataStream<Purchase> purchases,
        DataStream<AccessPass> passes) {}
