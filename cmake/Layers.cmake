# The one list of layers, lowest first. A module may use only modules named before it.
set(ZHIHENG_LAYERS base journal stats formula read people segment store catalog flow chart intake simulate measure plan audit report views serve cli)
