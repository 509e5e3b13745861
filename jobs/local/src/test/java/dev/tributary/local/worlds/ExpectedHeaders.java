package dev.tributary.local.worlds;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.AuditedEnd;
import dev.tributary.local.audit.AuditedLine;
import dev.tributary.local.audit.Position;
import dev.tributary.local.audit.TokenTotal;
import dev.tributary.local.audit.TokenTotal.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The headers that seal what an audit came to. */
final class ExpectedHeaders {
    private final World world;
    private final TreeSet<String> tokens = new TreeSet<>();
    private final Map<String, BigInteger> accrued = new HashMap<>();
    private final Map<String, BigInteger> revenueMicro = new HashMap<>();

    private ExpectedHeaders(World world) {
        this.world = world;
    }

    static List<BatchHeader> of(World world, AuditResult audited) {
        ExpectedHeaders expected = new ExpectedHeaders(world);
        List<BatchHeader> headers = new ArrayList<>();
        for (int i = 0; i < audited.batches().size(); i++) {
            headers.add(expected.header(audited.batches().get(i), audited.ends().get(i)));
        }
        return headers;
    }

    private BatchHeader header(AuditedBatch batch, AuditedEnd end) {
        LinesDigest digest = LinesDigest.EMPTY;
        for (AccountLine line : PipelineWorldsTest.lines(world, batch)) {
            digest = digest.plus(line);
            accrued.merge(line.token(), line.numerator(), BigInteger::add);
        }
        batch.totals().forEach(total -> revenueMicro.merge(total.token(), of(total, Kind.REVENUE), BigInteger::add));
        return new BatchHeader(
                World.CHAIN_ID,
                ChainScript.VAULT,
                batch.epoch(),
                batch.periodStartMillis(),
                batch.periodEndMillis(),
                batch.lines().size(),
                digest.hex(),
                totals(batch),
                end.firstOffsetsAfter(),
                end.firstFinalizedBlockAfter());
    }

    /** Of every token in which something ever moved. */
    private List<TokenTotals> totals(AuditedBatch batch) {
        Map<String, TokenTotal> known = new TreeMap<>();
        batch.totals().forEach(total -> known.put(total.token(), total));
        batch.lines().forEach(line -> tokens.add(line.token()));
        tokens.addAll(known.keySet());
        return tokens.stream()
                .map(token -> totals(batch, known.getOrDefault(token, new TokenTotal(token, new TreeMap<>()))))
                .toList();
    }

    private TokenTotals totals(AuditedBatch batch, TokenTotal total) {
        String token = total.token();
        BigInteger lines = batch.lines().stream()
                .filter(line -> line.token().equals(token))
                .map(AuditedLine::numerator)
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger withdrawnMicro = of(total, Kind.WITHDRAWN).multiply(Units.MICRO_PER_UNIT);
        BigInteger balancesMicro = sum(batch.balances(), token);
        BigInteger suspense = sum(batch.suspense(), token);
        return new TokenTotals(
                token,
                lines,
                of(total, Kind.REVENUE),
                of(total, Kind.FEE),
                lines.subtract(of(total, Kind.FEE)).subtract(withdrawnMicro.multiply(Units.NUMERATOR_PER_MICRO)),
                of(total, Kind.UNFUNDED),
                of(total, Kind.VOID),
                of(total, Kind.WRITTEN_OFF),
                of(total, Kind.SOLD).multiply(Units.MICRO_PER_UNIT),
                withdrawnMicro,
                receivedMicro(batch, token),
                balancesMicro,
                suspense);
    }

    /** What is held must have come in; what was only thought of as funded did not. */
    private BigInteger receivedMicro(AuditedBatch batch, String token) {
        BigInteger accruedMicro = accrued.getOrDefault(token, BigInteger.ZERO)
                .add(sum(batch.suspense(), token))
                .divide(Units.NUMERATOR_PER_MICRO);
        BigInteger held = sum(batch.balances(), token).add(accruedMicro);
        return world.shape().fundAll() ? held.subtract(revenueMicro.getOrDefault(token, BigInteger.ZERO)) : held;
    }

    private static BigInteger of(TokenTotal total, Kind kind) {
        return total.amounts().getOrDefault(kind, BigInteger.ZERO);
    }

    private static BigInteger sum(List<Position> positions, String token) {
        return positions.stream()
                .filter(position -> position.token().equals(token))
                .map(Position::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
