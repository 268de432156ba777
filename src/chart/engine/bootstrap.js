// What ECharts expects of its surroundings, and nothing more. Run before it, in a bare ECMAScript 5 heap.
var window = this, self = this;
var faults = [];
var console = {
  log: function () {}, info: function () {}, debug: function () {},
  // ECharts reports some mistakes in an option only here.
  warn: function (message) { faults.push(String(message)); },
  error: function (message) { faults.push(String(message)); }
};
function setTimeout() { return 0; }
function clearTimeout() {}
var seed = 1;
Math.random = function () { return (seed = (seed * 16807) % 2147483647) / 2147483647; };

// ECharts leaves out a series of a type that it doesn't know, without a word.
function checkSeries(model, series) {
  series = series === undefined ? [] : Array.isArray(series) ? series : [series];
  for (var i = 0; i < series.length; ++i) {
    var made = model.getSeriesByIndex(i);
    if (!made || made.subType !== series[i].type) throw new Error('series ' + i + ': unknown type ' + series[i].type);
  }
}

function draw(optionText, width, height) {
  var option = JSON.parse(optionText);
  if (typeof option !== 'object' || option === null) throw new Error('not an object');
  var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
  chart.setOption(option);
  checkSeries(chart.getModel(), option.series);
  var svg = chart.renderToSVGString();
  if (faults.length) throw new Error(faults.join('; '));
  return svg;
}

function connect() {
  echarts.setPlatformAPI({measureText: function (text, font) { return {width: measure(String(text || ''), String(font || ''))}; }});
}
