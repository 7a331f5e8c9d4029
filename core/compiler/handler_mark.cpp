// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/handler_mark.h"

#include "core/compiler/files.h"

namespace studio::compiler {

std::optional<SourcePlace> handlerIn(QByteArrayView program)
{
    constexpr QByteArrayView begin("\0ignite handler at ", 19);
    constexpr qsizetype longest = 4096; ///< a path and a line number
    for (qsizetype at = program.indexOf(begin); at >= 0; at = program.indexOf(begin, at + 1)) {
        const QByteArrayView rest = program.sliced(at + begin.size());
        const QByteArrayView place = rest.first(std::min(longest, std::max<qsizetype>(0, rest.indexOf('\0'))));
        const qsizetype colon = place.lastIndexOf(':');
        bool isNumber = false;
        const int line = colon > 0 ? place.sliced(colon + 1).toInt(&isNumber) : 0;
        if (isNumber) {
            return SourcePlace{QString::fromUtf8(place.first(colon)), line};
        }
    }
    return {};
}

Result<std::optional<SourcePlace>> handlerOf(const QString &program)
{
    return readFile(program).transform([](const QByteArray &bytes) { return handlerIn(bytes); });
}

} // namespace studio::compiler
