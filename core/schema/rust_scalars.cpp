// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/rust_scalars.h"

#include <algorithm>
#include <limits>

namespace studio {

namespace {

bool isOneOf(const QString &name, std::initializer_list<const char *> names)
{
    return std::ranges::any_of(names, [&](const char *one) { return name == QLatin1String(one); });
}

template <typename Integer> Json integerSchema()
{
    return {{"type", "integer"},
            {"minimum", std::numeric_limits<Integer>::min()},
            {"maximum", std::numeric_limits<Integer>::max()}};
}

} // namespace

Json rustNumberSchema(QString name)
{
    if (name.startsWith(QLatin1String("NonZero")) && name.size() > 7) {
        name = name.sliced(7).toLower();
    }
    if (name == QLatin1String("u8")) {
        return integerSchema<quint8>();
    }
    if (name == QLatin1String("u16")) {
        return integerSchema<quint16>();
    }
    if (name == QLatin1String("u32")) {
        return integerSchema<quint32>();
    }
    if (isOneOf(name, {"u64", "usize"})) { // of a 64-bit machine; a component has 32 bits for usize
        return integerSchema<quint64>();
    }
    if (name == QLatin1String("i8")) {
        return {{"type", "integer"}, {"minimum", -128}, {"maximum", 127}};
    }
    if (name == QLatin1String("i16")) {
        return integerSchema<qint16>();
    }
    if (name == QLatin1String("i32")) {
        return integerSchema<qint32>();
    }
    if (isOneOf(name, {"i64", "isize"})) {
        return integerSchema<qint64>();
    }
    if (name == QLatin1String("u128")) {
        return {{"type", "integer"}, {"minimum", 0}};
    }
    if (name == QLatin1String("i128")) {
        return {{"type", "integer"}};
    }
    return isOneOf(name, {"f32", "f64"}) ? Json{{"type", "number"}} : Json();
}

bool isRustText(const QString &name)
{
    return isOneOf(name, {"String", "str", "PathBuf", "Path", "Uuid", "Url", "DateTime", "NaiveDate", "NaiveDateTime",
                          "NaiveTime", "IpAddr", "Ipv4Addr", "Ipv6Addr", "SocketAddr", "Decimal", "SmolStr"});
}

bool isRustTransparent(const QString &name)
{
    return isOneOf(
        name, {"Box", "Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock", "Cow", "Wrapping", "Reverse", "Saturating"});
}

bool isRustList(const QString &name)
{
    return isOneOf(name, {"Vec", "VecDeque", "HashSet", "BTreeSet", "IndexSet", "LinkedList", "SmallVec"});
}

bool isRustMap(const QString &name)
{
    return isOneOf(name, {"HashMap", "BTreeMap", "IndexMap", "Map"});
}

} // namespace studio
