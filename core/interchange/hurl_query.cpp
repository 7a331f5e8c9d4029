// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_query.h"

#include "core/collection/response_value.h"
#include "core/interchange/hurl_text.h"

#include <QRegularExpression>

namespace studio::interchange {

namespace {

using collection::ExpressionStep;

QString jsonPath(const QList<ExpressionStep> &steps, qsizetype count)
{
    static const QRegularExpression plain(QStringLiteral("\\A[A-Za-z_][A-Za-z0-9_]*\\z"));
    QString path(u'$');
    for (qsizetype at = 1; at < count; ++at) {
        const ExpressionStep &step = steps[at];
        if (step.index >= 0) {
            path += QStringLiteral("[%1]").arg(step.index);
        } else if (plain.match(step.name).hasMatch()) {
            path += u'.' + step.name;
        } else {
            QString name = step.name;
            path += QStringLiteral("['%1']").arg(
                name.replace(u'\\', QLatin1String("\\\\")).replace(u'\'', QLatin1String("\\'")));
        }
    }
    return QStringLiteral("jsonpath ") + hurlQuoted({{path, {}, {}, false}});
}

} // namespace

std::optional<HurlQuery> hurlQueryOf(const QString &expression)
{
    const auto steps = collection::expressionSteps(expression);
    if (!steps || steps->first().index >= 0) {
        return {};
    }
    const QString &first = steps->first().name;
    const qsizetype count = steps->size();
    if (count == 1 && (first == QLatin1String("status") || first == QLatin1String("responseTime"))) {
        return HurlQuery{.query = first == QLatin1String("status") ? first : QStringLiteral("duration"),
                         .parent = {},
                         .kind = HurlQuery::Number};
    }
    if (first == QLatin1String("headers") && count == 2 && (*steps)[1].index < 0) {
        return HurlQuery{.query = QStringLiteral("header ") + hurlQuoted({{(*steps)[1].name, {}, {}, false}}),
                         .parent = {},
                         .kind = HurlQuery::Header};
    }
    if (first != QLatin1String("body")) {
        return {};
    }
    const bool isLength = steps->last().name == QLatin1String("length") && count > 1;
    const qsizetype last = isLength ? count - 1 : count;
    return HurlQuery{.query = jsonPath(*steps, last),
                     .parent = last > 2 ? jsonPath(*steps, last - 1) : QString(),
                     .kind = last == 1 ? HurlQuery::WholeBody : HurlQuery::Part,
                     .isLength = isLength};
}

} // namespace studio::interchange
