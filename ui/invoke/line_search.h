// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/line_text.h"

#include <QPromise>
#include <QRegularExpression>

#include <memory>

namespace studio {

constexpr qsizetype maxLineMatches = 1'000'000; ///< that a search gives

/// Everything that `expression` finds, in order, in pieces: the first as soon as there is something, for the person to
/// see. Ends early where the promise is cancelled. Empty matches are passed over. For a worker.
void searchLines(QPromise<QList<AnswerMatch>> &promise, const std::shared_ptr<const LineText> &text,
                 const QRegularExpression &expression);

} // namespace studio
