#pragma once

namespace weft::js {

class Realm;

/// What waits for the realm in the VM's queue will not run.
void dropMicrotasks(Realm&);

}  // namespace weft::js
