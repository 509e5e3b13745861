package dev.tributary.pipelines.royalties;

/** Covered charges for the usage of one model, added up over payers: what is shared among its family. */
public record ModelRevenue(String model, RevenueBucket bucket, RevenueSum sum) {
    static ModelRevenue of(FundedCharge funded) {
        Charge charge = funded.charge();
        return new ModelRevenue(
                charge.model(),
                new RevenueBucket(funded.period(), charge.minute(), charge.token()),
                new RevenueSum(funded.micro(), new UsageSum(charge.meters(), charge.lines())));
    }

    Key key() {
        return new Key(model, bucket);
    }

    ModelRevenue plus(ModelRevenue other) {
        return new ModelRevenue(model, bucket, sum.plus(other.sum));
    }

    record Key(String model, RevenueBucket bucket) {}
}
