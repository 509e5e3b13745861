// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ModelRegistry} from "../src/ModelRegistry.sol";
import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {IRoyaltyVault} from "../src/interfaces/IRoyaltyVault.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract ModelRegistryTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");

    function testARegistrationEmitsEverythingAnIndexerNeedsInOneTransaction() public {
        Application memory application = _application(MODEL, creator);
        application.split = _evenSplit(3);
        _commit(application, creator);
        vm.expectEmit(address(registry));
        emit IERC721.Transfer(address(0), creator, uint256(MODEL));
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelRegistered(MODEL, creator, 0x55, 3, new bytes32[](0), LAP, 10_000_000);
        vm.expectEmit(address(registry));
        emit IModelRegistry.TermsChanged(
            MODEL,
            address(token),
            [uint128(1000), 150_000, 600_000, 7],
            25_000_000,
            700_000,
            false,
            90 days,
            uint64(vm.getBlockTimestamp())
        );
        vm.expectEmit(address(registry));
        emit IModelRegistry.SplitChanged(MODEL, application.split.accounts, application.split.basisPoints);
        vm.recordLogs();
        _submit(application, creator);

        assertEq(vm.getRecordedLogs().length, 4);
        assertEq(registry.eventCount(), 3);
        assertEq(registry.ownerOf(uint256(MODEL)), creator);
    }

    function testWhatIsKeptOfAModelIsReadBack() public {
        bytes32 parent = _registerModel(keccak256("parent"));
        Application memory application = _application(MODEL, creator);
        application.codec = 0x70;
        application.format = uint8(IModelRegistry.Format.OTHER);
        application.parents = new bytes32[](1);
        application.parents[0] = parent;
        application.royaltyPolicy = LRP;
        application.royaltyShare = 7_000_000;
        _register(application, creator);
        IModelRegistry.Model memory model = registry.modelOf(MODEL);

        assertEq(model.codec, 0x70);
        assertEq(uint8(model.format), 5);
        assertEq(uint8(model.royaltyPolicy), LRP);
        assertEq(model.royaltyShare, 7_000_000);
        assertEq(model.lapBound, 10_000_000);
        assertEq(model.ancestorBound, 1);
        assertEq(model.parentCount, 1);
        assertFalse(model.frozen);
        assertTrue(registry.exists(MODEL));
        assertFalse(registry.exists(keccak256("another")));
    }

    function testARegistrationWithoutCommitmentIsRefused() public {
        Application memory application = _application(MODEL, creator);
        bytes32 commitment = keccak256(abi.encode(MODEL, creator, application.salt));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotCommitted.selector, commitment));
        _submit(application, creator);
    }

    function testARevealSnatchedFromTheMempoolIsRefused() public {
        Application memory application = _application(MODEL, creator);
        _commit(application, creator);
        bytes32 commitment = keccak256(abi.encode(MODEL, stranger, application.salt));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotCommitted.selector, commitment));
        _submit(application, stranger);
    }

    function testACopiedCommitmentHindersNobody() public {
        Application memory application = _application(MODEL, creator);
        bytes32 commitment = keccak256(abi.encode(MODEL, creator, application.salt));
        vm.prank(stranger);
        registry.commit(commitment);
        _commit(application, creator);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AlreadyCommitted.selector, commitment));
        registry.commit(commitment);
        _submit(application, creator);
        assertEq(registry.ownerOf(uint256(MODEL)), creator);
    }

    function testACommitmentMustBeOneBlockOld() public {
        Application memory application = _application(MODEL, creator);
        vm.prank(creator);
        registry.commit(keccak256(abi.encode(MODEL, creator, application.salt)));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.CommitmentTooYoung.selector, uint64(vm.getBlockNumber())));
        _submit(application, creator);
        vm.roll(vm.getBlockNumber() + 1);
        _submit(application, creator);
    }

    function testACommitmentLastsADay() public {
        Application memory application = _application(MODEL, creator);
        uint64 committedAt = uint64(vm.getBlockTimestamp());
        _commit(application, creator);
        vm.warp(committedAt + 1 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.CommitmentExpired.selector, committedAt));
        _submit(application, creator);
        vm.warp(committedAt + 1 days);
        _submit(application, creator);
    }

    function testACommitmentIsUsedUp() public {
        Application memory application = _application(MODEL, creator);
        _register(application, creator);
        bytes32 commitment = keccak256(abi.encode(MODEL, creator, application.salt));
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.NotCommitted.selector, commitment));
        _submit(application, creator);
    }

    function testTheSameContentIsNotRegisteredTwice() public {
        _registerModel(MODEL);
        Application memory copy = _application(MODEL, stranger);
        _commit(copy, stranger);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.AlreadyRegistered.selector, MODEL));
        _submit(copy, stranger);
    }

    function testAnUnknownCodecIsRefused() public {
        Application memory application = _application(MODEL, creator);
        application.codec = 0x71;
        _commit(application, creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownCodec.selector, uint8(0x71)));
        _submit(application, creator);
    }

    function testAnUnknownFormatIsRefused() public {
        Application memory application = _application(MODEL, creator);
        application.format = 6;
        _commit(application, creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownFormat.selector, uint8(6)));
        _submit(application, creator);
    }

    function testAnUnknownPolicyIsRefused() public {
        Application memory application = _application(MODEL, creator);
        application.royaltyPolicy = 2;
        _commit(application, creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.UnknownPolicy.selector, uint8(2)));
        _submit(application, creator);
    }

    function testAShareAboveTheWholeIsRefused() public {
        Application memory application = _application(MODEL, creator);
        application.royaltyShare = 100_000_001;
        _commit(application, creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ShareTooLarge.selector, uint32(100_000_001)));
        _submit(application, creator);
        application.royaltyShare = 100_000_000;
        _submit(application, creator);
    }

    function testTheFirstTermsMustBeInAListedToken() public {
        Application memory application = _application(MODEL, creator);
        application.terms.token = stranger;
        _commit(application, creator);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.TokenNotListed.selector, stranger));
        _submit(application, creator);
    }

    function testTheCreatorEarnsAResaleRoyaltyAlsoAfterASale() public {
        _registerModel(MODEL);
        vm.prank(creator);
        registry.transferFrom(creator, stranger, uint256(MODEL));
        (address receiver, uint256 amount) = registry.royaltyInfo(uint256(MODEL), 10_000);
        assertEq(receiver, creator);
        assertEq(amount, 500);
    }

    function testTheInterfacesAreAnnounced() public view {
        assertTrue(registry.supportsInterface(type(IERC721).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC2981).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC165).interfaceId));
        assertFalse(registry.supportsInterface(0xffffffff));
    }

    function testReadingAnUnknownModelSaysSo() public {
        bytes memory refusal = abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, MODEL);
        vm.expectRevert(refusal);
        registry.modelOf(MODEL);
        vm.expectRevert(refusal);
        registry.cid(MODEL);
        vm.expectRevert(refusal);
        registry.tokenURI(uint256(MODEL));
        vm.expectRevert(refusal);
        registry.termsAt(MODEL, type(uint64).max);
    }

    function testTheConstructorRefusesWhatCannotWork() public {
        vm.expectRevert(IModelRegistry.ZeroAddress.selector);
        new ModelRegistry(address(0), vault, NOTICE);
        vm.expectRevert(IModelRegistry.ZeroAddress.selector);
        new ModelRegistry(admin, IRoyaltyVault(address(0)), NOTICE);
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.NoticeTooLong.selector, uint64(30 days + 1), uint64(30 days))
        );
        new ModelRegistry(admin, vault, 30 days + 1);
        assertEq(new ModelRegistry(admin, vault, 30 days).notice(), 30 days);
        assertEq(address(registry.vault()), address(vault));
    }
}
