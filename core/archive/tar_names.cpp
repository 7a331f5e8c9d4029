// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/tar_names.h"

#include "core/archive/posix.h"

#include <QObject>

#include <algorithm>
#include <charconv>

namespace studio {

namespace {

// The layout of a header: POSIX pax, "ustar Interchange Format"; GNU's kinds L and K: GNU tar, tar.h.
constexpr std::size_t block = 512;
constexpr std::size_t sizeAt = 124;
constexpr std::size_t sizeLength = 12;
constexpr std::size_t sumAt = 148;
constexpr std::size_t sumLength = 8;
constexpr std::size_t kindAt = 156;
constexpr qint64 longestMeta = 1 << 20;

qint64 octal(std::string_view field)
{
    const std::size_t digit = std::min(field.find_first_not_of(' '), field.size());
    qint64 value = -1;
    std::from_chars(field.data() + digit, field.data() + field.size(), value, 8);
    return value;
}

bool hasRightSum(std::string_view header)
{
    qint64 sum = static_cast<qint64>(sumLength) * ' ';
    for (std::size_t i = 0; i < block; ++i) {
        sum += i < sumAt || i >= sumAt + sumLength ? static_cast<unsigned char>(header[i]) : 0;
    }
    return octal(header.substr(sumAt, sumLength)) == sum;
}

qint64 padded(qint64 size)
{
    constexpr qint64 one = block;
    return (size + one - 1) / one * one;
}

/// GNU ends a name with a NUL and may pad it with more; anything after is a name inside a name.
std::string_view withoutEnd(std::string_view name)
{
    const std::size_t last = name.find_last_not_of('\0');
    return name.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

} // namespace

Result<void> TarNames::look(std::string_view bytes)
{
    while (!bytes.empty() && m_at != At::Lost) {
        if (m_at == At::Skipped) {
            const auto some = static_cast<std::size_t>(std::min<qint64>(m_skip, static_cast<qint64>(bytes.size())));
            bytes.remove_prefix(some);
            m_skip -= static_cast<qint64>(some);
            m_at = m_skip == 0 ? At::Header : At::Skipped;
            continue;
        }
        const std::size_t wanted = m_at == At::Header ? block : m_wanted;
        const std::string_view some = bytes.substr(0, wanted - m_bytes.size());
        m_bytes += some;
        bytes.remove_prefix(some.size());
        if (m_bytes.size() < wanted) {
            continue;
        }
        if (m_at == At::Header) {
            header();
        } else if (auto checked = meta(); !checked) {
            return checked;
        }
        m_bytes.clear();
    }
    return {};
}

void TarNames::header()
{
    const qint64 told = octal(std::string_view(m_bytes).substr(sizeAt, sizeLength));
    m_kind = m_bytes[kindAt];
    const bool isMeta = std::string_view("xXgLK").contains(m_kind);
    const qint64 size = !isMeta && m_sizeOfNext >= 0 ? m_sizeOfNext : told;
    // The end mark's block of zeros has no sum either. A sparse file ('S') may have more headers than this one.
    if (!hasRightSum(m_bytes) || size < 0 || m_kind == 'S' || (isMeta && size > longestMeta)) {
        m_at = At::Lost;
        return;
    }
    m_sizeOfNext = isMeta ? m_sizeOfNext : -1;
    m_skip = padded(size);
    m_wanted = static_cast<std::size_t>(size);
    m_at = m_skip == 0 ? At::Header : isMeta ? At::Meta : At::Skipped;
}

Result<void> TarNames::meta()
{
    const std::string_view name = m_kind == 'L' || m_kind == 'K' ? withoutEnd(m_bytes) : pax(m_bytes);
    if (name.contains('\0')) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The entry “%1” is refused: its name holds a NUL byte.").arg(shownName(name)));
    }
    m_skip -= static_cast<qint64>(m_wanted);
    m_at = m_skip == 0 ? At::Header : At::Skipped;
    return {};
}

/// Takes the size from records "LENGTH KEY=VALUE\n", and returns the name that holds a NUL, if one does.
std::string_view TarNames::pax(std::string_view records)
{
    std::string_view name;
    while (!records.empty()) {
        std::size_t length = 0;
        const auto [end, error] = std::from_chars(records.data(), records.data() + records.size(), length);
        const auto digits = static_cast<std::size_t>(end - records.data());
        if (error != std::errc() || length <= digits || length > records.size()) {
            break;
        }
        const std::string_view pair = records.substr(digits, length - digits);
        if (pair.starts_with(" path=") || pair.starts_with(" linkpath=")) {
            const std::string_view value = pair.substr(pair.find('=') + 1);
            name = value.contains('\0') ? value.substr(0, value.find_last_not_of('\n') + 1) : name;
        } else if (pair.starts_with(" size=")) {
            std::from_chars(pair.data() + 6, pair.data() + pair.size(), m_sizeOfNext);
        }
        records.remove_prefix(length);
    }
    return name;
}

} // namespace studio
