// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection.h"

#include <algorithm>
#include <array>

namespace studio::collection {

namespace {

struct BodyKindRow
{
    std::string_view name;
    Body::Kind kind;
};

constexpr std::array bodyKindRows{BodyKindRow{"none", Body::None},
                                  BodyKindRow{"json", Body::Json},
                                  BodyKindRow{"text", Body::Text},
                                  BodyKindRow{"xml", Body::Xml},
                                  BodyKindRow{"sparql", Body::Sparql},
                                  BodyKindRow{"form-urlencoded", Body::FormUrlEncoded},
                                  BodyKindRow{"multipart-form", Body::MultipartForm},
                                  BodyKindRow{"file", Body::File}};

} // namespace

std::string_view bodyKindName(Body::Kind kind)
{
    return std::ranges::find(bodyKindRows, kind, &BodyKindRow::kind)->name;
}

std::optional<Body::Kind> bodyKindNamed(std::string_view name)
{
    const auto *const found = std::ranges::find(bodyKindRows, name, &BodyKindRow::name);
    return found == bodyKindRows.end() ? std::nullopt : std::optional(found->kind);
}

bool hasFields(Body::Kind kind)
{
    return kind == Body::FormUrlEncoded || kind == Body::MultipartForm || kind == Body::File;
}

int requestCount(const Folder &folder)
{
    int count = static_cast<int>(folder.requests.size());
    for (const Folder &below : folder.folders) {
        count += requestCount(below);
    }
    return count;
}

} // namespace studio::collection
