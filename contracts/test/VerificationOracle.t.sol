// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {VerificationOracle} from "../src/VerificationOracle.sol";
import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {IVerificationOracle} from "../src/interfaces/IVerificationOracle.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract VerificationOracleTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");
    bytes32 private constant EVIDENCE = keccak256("evidence");

    function setUp() public override {
        super.setUp();
        _registerModel(MODEL);
    }

    function testTheQuorumOfReportsVerifiesByMedians() public {
        uint64 expiresAt = uint64(vm.getBlockTimestamp()) + VALIDITY;
        _report(0, 1, IVerificationOracle.Benchmark(950_000, 100_000, 900_000, 1));
        _report(1, 1, IVerificationOracle.Benchmark(1_000_000, 800_000, 0, 1_000_000));
        vm.expectEmit(address(oracle));
        emit IVerificationOracle.BenchmarkReported(MODEL, 1, _reporter(2), 0, 1_000_000, 1_000_000, 2e6, EVIDENCE);
        vm.expectEmit(address(oracle));
        emit IVerificationOracle.ModelVerified(MODEL, 1, 684_000, expiresAt);
        _report(2, 1, IVerificationOracle.Benchmark(0, 1_000_000, 1_000_000, 2_000_000));
        (uint64 scorePpm, uint64 round, uint64 verifiedAt, uint64 until) = oracle.scoreOf(MODEL);
        assertEq(scorePpm, 684_000);
        assertEq(round, 1);
        assertEq(verifiedAt, vm.getBlockTimestamp());
        assertEq(until, expiresAt);
        assertEq(oracle.openRound(MODEL), 2);
        assertEq(oracle.eventCount(), 4);
    }

    function testBelowTheQuorumNothingIsVerified() public {
        _report(0, 1, _perfect());
        _report(1, 1, _perfect());
        (uint64 scorePpm, uint64 round, uint64 verifiedAt, uint64 expiresAt) = oracle.scoreOf(MODEL);
        assertEq(scorePpm + round + verifiedAt + expiresAt, 0);
        assertEq(oracle.openRound(MODEL), 1);
    }

    function testALaterRoundReplacesTheScoreAndStartsWithoutOldReports() public {
        _verify(MODEL, 900_000);
        vm.warp(vm.getBlockTimestamp() + 1 days);
        _report(0, 2, _perfect());
        _report(1, 2, _perfect());
        (uint64 scorePpm, uint64 round,,) = oracle.scoreOf(MODEL);
        assertEq(scorePpm, 900_000);
        assertEq(round, 1);
        _report(3, 2, _perfect());
        uint64 expiresAt;
        (scorePpm, round,, expiresAt) = oracle.scoreOf(MODEL);
        assertEq(scorePpm, 1_000_000);
        assertEq(round, 2);
        assertEq(expiresAt, vm.getBlockTimestamp() + VALIDITY);
    }

    function testAReporterReportsOncePerRound() public {
        _report(0, 1, _perfect());
        vm.expectRevert(
            abi.encodeWithSelector(IVerificationOracle.AlreadyReported.selector, MODEL, uint64(1), _reporter(0))
        );
        _report(0, 1, _perfect());
    }

    function testALateReportIsNotCountedIntoTheNextRound() public {
        _verify(MODEL, 900_000);
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.RoundNotOpen.selector, MODEL, uint64(1), uint64(2)));
        _report(3, 1, _perfect());
    }

    function testAReportForARoundToComeIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.RoundNotOpen.selector, MODEL, uint64(2), uint64(1)));
        _report(0, 2, _perfect());
    }

    function testOnlyReportersReport() public {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.NotReporter.selector, stranger));
        oracle.report(MODEL, 1, _perfect(), EVIDENCE);
    }

    function testAnUnknownModelIsNotMeasured() public {
        bytes32 unknown = keccak256("unknown");
        vm.prank(_reporter(0));
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.UnknownModel.selector, unknown));
        oracle.report(unknown, 1, _perfect(), EVIDENCE);
    }

    function testMeasurementsOutOfRangeAreRefusedEachWithItsReason() public {
        IVerificationOracle.Benchmark memory benchmark = _perfect();
        benchmark.accuracyPpm = 1_000_001;
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.AccuracyOutOfRange.selector, uint32(1_000_001)));
        _report(0, 1, benchmark);
        benchmark = _perfect();
        benchmark.diversityPpm = 1_000_001;
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.DiversityOutOfRange.selector, uint32(1_000_001)));
        _report(0, 1, benchmark);
        benchmark = _perfect();
        benchmark.absencePpm = 1_000_001;
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.AbsenceOutOfRange.selector, uint32(1_000_001)));
        _report(0, 1, benchmark);
        benchmark = _perfect();
        benchmark.costPpm = 0;
        vm.expectRevert(IVerificationOracle.ZeroCost.selector);
        _report(0, 1, benchmark);
    }

    function testModelsAreVerifiedApart() public {
        bytes32 other = _registerModel(keccak256("other"));
        _verify(MODEL, 900_000);
        assertEq(oracle.openRound(other), 1);
        _verify(other, 500_000);
        (uint64 scorePpm,,,) = oracle.scoreOf(MODEL);
        assertEq(scorePpm, 900_000);
    }

    function testTheConstructorRefusesWhatCannotWork() public {
        vm.expectRevert(IVerificationOracle.ZeroAddress.selector);
        new VerificationOracle(address(0), registry, 1, 1);
        vm.expectRevert(IVerificationOracle.ZeroAddress.selector);
        new VerificationOracle(admin, IModelRegistry(address(0)), 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.QuorumInvalid.selector, uint8(0)));
        new VerificationOracle(admin, registry, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.QuorumInvalid.selector, uint8(32)));
        new VerificationOracle(admin, registry, 32, 1);
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.ValidityInvalid.selector, uint64(0)));
        new VerificationOracle(admin, registry, 31, 0);
        vm.expectRevert(abi.encodeWithSelector(IVerificationOracle.ValidityInvalid.selector, uint64(366 days + 1)));
        new VerificationOracle(admin, registry, 31, 366 days + 1);
        new VerificationOracle(admin, registry, 31, 366 days);
    }

    function testFuzzTheScoreOfOneReporterIsItsOwn(uint32 accuracy, uint32 diversity, uint32 absence, uint64 cost)
        public
    {
        VerificationOracle single = new VerificationOracle(admin, registry, 1, 1 days);
        bytes32 role = single.REPORTER_ROLE();
        vm.prank(admin);
        single.grantRole(role, stranger);
        IVerificationOracle.Benchmark memory benchmark = IVerificationOracle.Benchmark(
            uint32(bound(accuracy, 0, 1e6)),
            uint32(bound(diversity, 0, 1e6)),
            uint32(bound(absence, 0, 1e6)),
            uint64(bound(cost, 1, type(uint64).max))
        );
        vm.prank(stranger);
        single.report(MODEL, 1, benchmark, EVIDENCE);
        (uint64 scorePpm,,,) = single.scoreOf(MODEL);
        uint256 product = uint256(benchmark.accuracyPpm) * benchmark.diversityPpm * benchmark.absencePpm;
        assertLe(uint256(scorePpm) * 1e6 * benchmark.costPpm, product);
        assertGt((uint256(scorePpm) + 1) * 1e6 * benchmark.costPpm, product);
    }

    function _report(uint256 reporter, uint64 round, IVerificationOracle.Benchmark memory benchmark) private {
        vm.prank(_reporter(reporter));
        oracle.report(MODEL, round, benchmark, EVIDENCE);
    }

    function _perfect() private pure returns (IVerificationOracle.Benchmark memory) {
        return IVerificationOracle.Benchmark(1_000_000, 1_000_000, 1_000_000, 1_000_000);
    }
}
