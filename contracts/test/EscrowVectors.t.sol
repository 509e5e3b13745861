// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IMarketplace} from "../src/interfaces/IMarketplace.sol";
import {TributaryTest} from "./TributaryTest.sol";
import {Vectors} from "./Vectors.sol";

/// @title Plays the published escrow paths on the real contracts and compares who ends up with what.
contract EscrowVectorsTest is TributaryTest {
    bytes32 private constant MODEL = keccak256("model");
    string private _json;

    function testTheVectorsHold() public {
        _json = Vectors.read("escrow.json");
        uint256 count = 0;
        for (; vm.keyExistsJson(_json, _path(count, "")); ++count) {
            uint256 fresh = vm.snapshotState();
            _play(count);
            vm.revertToState(fresh);
        }
        assertGe(count, 4);
    }

    function _play(uint256 place) private {
        uint256 price = vm.parseJsonUint(_json, _path(place, ".price"));
        vm.prank(admin);
        vault.setFee(uint32(vm.parseJsonUint(_json, _path(place, ".feePpm"))));
        Application memory application = _application(MODEL, creator);
        application.terms.licencePrice = uint128(price);
        _register(application, creator);
        string[] memory path = vm.parseJsonStringArray(_json, _path(place, ".path"));
        for (uint256 i = 0; i < path.length; ++i) {
            _step(path[i]);
        }
        uint256 refund = vm.parseJsonUint(_json, _path(place, ".buyerRefund"));
        bool settled = keccak256(bytes(vm.parseJsonString(_json, _path(place, ".end")))) == keccak256("SETTLED");
        assertEq(token.balanceOf(treasury), vm.parseJsonUint(_json, _path(place, ".fee")));
        assertEq(token.balanceOf(creator), vm.parseJsonUint(_json, _path(place, ".seller")));
        assertEq(token.balanceOf(buyer), refund);
        assertEq(token.balanceOf(address(marketplace)), 0);
        assertEq(passes.issued(), settled ? 1 : 0);
        assertEq(
            uint8(marketplace.purchaseOf(1).status),
            uint8(settled ? IMarketplace.Status.RELEASED : IMarketplace.Status.REFUNDED)
        );
    }

    /// @dev The credential is issued by the release itself; a failed verification and a timeout are followed by refund.
    function _step(string memory name) private {
        bytes32 step = keccak256(bytes(name));
        if (step == keccak256("LOCK")) {
            _buy(MODEL, 0);
        } else if (step == keccak256("VERIFY_OK")) {
            _verify(MODEL, 700_000);
        } else if (step == keccak256("VERIFY_FAIL")) {
            _verify(MODEL, 699_999);
            marketplace.refund(1);
        } else if (step == keccak256("TIMEOUT")) {
            vm.warp(marketplace.purchaseOf(1).deadline);
            marketplace.refund(1);
        } else if (step == keccak256("RELEASE")) {
            marketplace.release(1);
        } else if (step == keccak256("RELEASE(replay)")) {
            vm.expectRevert(abi.encodeWithSelector(IMarketplace.NotLocked.selector, 1, IMarketplace.Status.RELEASED));
            marketplace.release(1);
        } else {
            assertEq(name, "CREDENTIAL_ISSUED");
        }
    }

    function _path(uint256 place, string memory rest) private pure returns (string memory) {
        return string.concat("$[", vm.toString(place), "]", rest);
    }
}
