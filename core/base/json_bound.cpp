// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_bound.h"

namespace studio {

qsizetype mostJsonValues(QByteArrayView utf8)
{
    // One at the begin, and each other follows a bracket, a comma or a colon.
    qsizetype values = 1;
    bool isText = false;
    for (qsizetype at = 0; at < utf8.size(); ++at) {
        const char c = utf8[at];
        if (c == '"') {
            isText = !isText;
        } else if (isText) {
            at += c == '\\' ? 1 : 0;
        } else if (c == '[' || c == '{' || c == ',' || c == ':') {
            ++values;
        }
    }
    return values;
}

} // namespace studio
