// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {AccessPass} from "../src/AccessPass.sol";
import {GatewayRegistry} from "../src/GatewayRegistry.sol";
import {Marketplace} from "../src/Marketplace.sol";
import {ModelRegistry} from "../src/ModelRegistry.sol";
import {RoyaltyVault} from "../src/RoyaltyVault.sol";
import {VerificationOracle} from "../src/VerificationOracle.sol";
import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {IVerificationOracle} from "../src/interfaces/IVerificationOracle.sol";
import {StandardMerkleTree} from "./StandardMerkleTree.sol";
import {TestToken} from "./TestToken.sol";

/// @title A deployed marketplace with one listed token, and the steps that many tests take.
abstract contract TributaryTest is Test {
    /// @dev What a creator hands to `register`, so that a test changes only the field it is about.
    struct Application {
        bytes32 salt;
        bytes32 digest;
        uint8 codec;
        uint8 format;
        bytes32[] parents;
        IModelRegistry.Terms terms;
        uint8 royaltyPolicy;
        uint32 royaltyShare;
        IModelRegistry.Split split;
    }

    uint8 internal constant LAP = 0;
    uint8 internal constant LRP = 1;
    uint32 internal constant FEE_PPM = 25_000;
    uint64 internal constant CHALLENGE_WINDOW = 1 hours;
    uint64 internal constant NOTICE = 1 days;
    uint8 internal constant QUORUM = 3;
    uint64 internal constant VALIDITY = 30 days;
    uint64 internal constant VERIFICATION_WINDOW = 7 days;

    address internal admin = makeAddr("admin");
    address internal treasury = makeAddr("treasury");
    address internal submitter = makeAddr("submitter");
    address internal guardian = makeAddr("guardian");
    address internal arbiter = makeAddr("arbiter");
    address internal market = makeAddr("market");
    address internal creator = makeAddr("creator");
    address internal payer = makeAddr("payer");
    address internal buyer = makeAddr("buyer");
    address internal stranger = makeAddr("stranger");

    RoyaltyVault internal vault;
    ModelRegistry internal registry;
    GatewayRegistry internal gateways;
    VerificationOracle internal oracle;
    AccessPass internal passes;
    Marketplace internal marketplace;
    TestToken internal token;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        vm.roll(1000);
        vault = new RoyaltyVault(admin, FEE_PPM, treasury, CHALLENGE_WINDOW);
        registry = new ModelRegistry(admin, vault, NOTICE);
        gateways = new GatewayRegistry(admin);
        oracle = new VerificationOracle(admin, registry, QUORUM, VALIDITY);
        passes = new AccessPass(admin);
        marketplace = new Marketplace(registry, oracle, passes, vault, VERIFICATION_WINDOW);
        token = new TestToken("Test Dollar", "TUSD");
        vm.startPrank(admin);
        vault.addToken(address(token));
        vault.grantRole(vault.SUBMITTER_ROLE(), submitter);
        vault.grantRole(vault.GUARDIAN_ROLE(), guardian);
        vault.grantRole(vault.MARKETPLACE_ROLE(), market);
        vault.grantRole(vault.MARKETPLACE_ROLE(), address(marketplace));
        registry.grantRole(registry.ARBITER_ROLE(), arbiter);
        passes.grantRole(passes.MARKETPLACE_ROLE(), address(marketplace));
        passes.grantRole(passes.ARBITER_ROLE(), arbiter);
        for (uint256 i = 0; i < QUORUM + 1; ++i) {
            oracle.grantRole(oracle.REPORTER_ROLE(), _reporter(i));
        }
        vm.stopPrank();
    }

    function _application(bytes32 digest, address owner) internal view returns (Application memory application) {
        application.salt = keccak256(abi.encode("salt", digest));
        application.digest = digest;
        application.codec = 0x55;
        application.format = uint8(IModelRegistry.Format.SAFETENSORS);
        application.parents = new bytes32[](0);
        application.terms = _terms();
        application.royaltyPolicy = LAP;
        application.royaltyShare = 10_000_000;
        application.split = _unsplit(owner);
    }

    function _terms() internal view returns (IModelRegistry.Terms memory) {
        return IModelRegistry.Terms({
            token: address(token),
            pricePerMillionCalls: 1000,
            pricePerMillionInputTokens: 150_000,
            pricePerMillionOutputTokens: 600_000,
            pricePerMillionComputeMillis: 7,
            licencePrice: 25_000_000,
            minimumScorePpm: 700_000,
            passRequired: false,
            passLifetime: 90 days
        });
    }

    function _unsplit(address owner) internal pure returns (IModelRegistry.Split memory split) {
        split.accounts = new address[](1);
        split.basisPoints = new uint16[](1);
        split.accounts[0] = owner;
        split.basisPoints[0] = 10_000;
    }

    function _evenSplit(uint256 count) internal pure returns (IModelRegistry.Split memory split) {
        split.accounts = new address[](count);
        split.basisPoints = new uint16[](count);
        uint256 left = 10_000;
        for (uint256 i = 0; i < count; ++i) {
            split.accounts[i] = address(uint160(0x5000 + i));
            split.basisPoints[i] = uint16(left / (count - i));
            left -= split.basisPoints[i];
        }
    }

    function _commit(Application memory application, address owner) internal {
        vm.prank(owner);
        registry.commit(keccak256(abi.encode(application.digest, owner, application.salt)));
        vm.roll(vm.getBlockNumber() + 1);
        vm.warp(vm.getBlockTimestamp() + 12);
    }

    function _submit(Application memory application, address owner) internal {
        vm.prank(owner);
        registry.register(
            application.salt,
            application.digest,
            application.codec,
            application.format,
            application.parents,
            application.terms,
            application.royaltyPolicy,
            application.royaltyShare,
            application.split
        );
    }

    function _register(Application memory application, address owner) internal returns (bytes32 modelId) {
        _commit(application, owner);
        _submit(application, owner);
        return application.digest;
    }

    function _registerModel(bytes32 digest) internal returns (bytes32 modelId) {
        return _register(_application(digest, creator), creator);
    }

    function _reporter(uint256 place) internal pure returns (address) {
        return address(uint160(0x8000 + place));
    }

    /// @dev A full round in which every reporter measures a model of this score at the baseline's cost.
    function _verify(bytes32 modelId, uint32 scorePpm) internal {
        uint64 round = oracle.openRound(modelId);
        for (uint256 i = 0; i < QUORUM; ++i) {
            vm.prank(_reporter(i));
            oracle.report(
                modelId, round, IVerificationOracle.Benchmark(scorePpm, 1_000_000, 1_000_000, 1_000_000), bytes32(i)
            );
        }
    }

    function _buy(bytes32 modelId, uint64 minScorePpm) internal returns (uint256 purchaseId) {
        uint128 price = registry.termsAt(modelId, uint64(vm.getBlockTimestamp())).licencePrice;
        token.mint(buyer, price);
        vm.startPrank(buyer);
        token.approve(address(marketplace), price);
        purchaseId = marketplace.buy(modelId, address(token), price, minScorePpm);
        vm.stopPrank();
    }

    function _fund(uint256 amount) internal {
        _fund(token, amount);
    }

    function _fund(TestToken paid, uint256 amount) internal {
        paid.mint(payer, amount);
        vm.startPrank(payer);
        paid.approve(address(vault), amount);
        vault.deposit(address(paid), payer, amount);
        vm.stopPrank();
    }

    function _totals(uint256 cumulative) internal view returns (IRoyaltyVault.TokenTotal[] memory totals) {
        totals = new IRoyaltyVault.TokenTotal[](1);
        totals[0] = IRoyaltyVault.TokenTotal(address(token), cumulative);
    }

    function _propose(uint64 epoch, bytes32 root, uint256 total) internal {
        bytes32 previousRoot = vault.acceptedRoot();
        vm.prank(submitter);
        vault.propose(epoch, previousRoot, root, _totals(total), keccak256("manifest"));
    }

    function _proposeAndAccept(uint64 epoch, bytes32 root, uint256 total) internal {
        _propose(epoch, root, total);
        vm.warp(vm.getBlockTimestamp() + CHALLENGE_WINDOW);
        vault.accept(epoch);
    }

    function _leaf(address account, uint256 cumulative) internal view returns (bytes32) {
        return StandardMerkleTree.leaf(account, address(token), cumulative);
    }
}
